package org.carillon.functions.accountlifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.access.Principal;
import org.carillon.core.meetings.CreateMeeting;
import org.carillon.core.meetings.MeetingSpace;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.embedded.EmbeddedPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingRequest;

/** The sweep as Lambda runs it, on the embedded store (S7). */
class AccountLifecycleHandlerTest {

  private static final Account ACCOUNT = new Account("111122223333", "us-east-1");

  @TempDir Path data;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;

  @Test
  void aMeetingIsClearedAwayAfterADayAndNotBefore() throws Exception {
    try (EmbeddedPorts embedded = EmbeddedPorts.open(data, noFunctions())) {
      var ports = embedded.ports();
      var space =
          new MeetingSpace(ports.items(), ports.sealer(), ACCOUNT, "voice.example.com", clock);
      new CreateMeeting(space)
          .handle(
              CreateMeetingRequest.builder()
                  .clientRequestToken("once")
                  .mediaRegion("us-east-1")
                  .externalMeetingId("monday")
                  .build(),
              new Caller(
                  ACCOUNT, new Principal(ACCOUNT.id(), ACCOUNT.rootArn(), "AKIA"), Ids.guid()));
      var handler = new AccountLifecycleHandler(ACCOUNT, ports, clock);

      now = now.plus(Duration.ofDays(1)).minusMillis(1);
      assertThat(handler.handleRequest(event(), null)).isEqualTo(swept(0));
      now = now.plusMillis(1);
      assertThat(handler.handleRequest(event(), null)).isEqualTo(swept(1));
      assertThat(handler.handleRequest(event(), null)).isEqualTo(swept(0));
    }
  }

  private static Map<String, Object> swept(int meetings) {
    return Map.of(
        "Meetings",
        meetings,
        "VoiceProfileDomains",
        0,
        "VoiceAnalyticsTasks",
        0,
        "RequestTokens",
        0, // the meeting takes its own along
        "Sessions",
        0,
        "ReputationCounts",
        0,
        "More",
        false);
  }

  private static ScheduledEvent event() throws Exception {
    Path file =
        Path.of(
            System.getProperty("carillon.home", "../.."),
            "events",
            "account-lifecycle-schedule.json");
    return LambdaEventSerializers.serializerFor(
            ScheduledEvent.class, AccountLifecycleHandlerTest.class.getClassLoader())
        .fromJson(Files.readString(file));
  }

  private static FunctionInvoker noFunctions() {
    return (arn, payload, timeout) -> {
      throw new AssertionError("the sweep invoked " + arn);
    };
  }
}
