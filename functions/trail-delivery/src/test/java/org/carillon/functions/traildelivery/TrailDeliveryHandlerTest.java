package org.carillon.functions.traildelivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.Account;
import org.carillon.core.events.EventOutbox;
import org.carillon.core.ports.EventBus.Event;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.embedded.EmbeddedPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schedule hands on what waits. */
class TrailDeliveryHandlerTest {

  private static final Account ACCOUNT = new Account("111122223333", "us-east-1");

  @TempDir Path data;

  @Test
  void whatWaitsIsPublishedOnce() throws IOException {
    try (EmbeddedPorts embedded =
        EmbeddedPorts.open(data, (arn, payload, timeout) -> new Result.NotFound("none"))) {
      var ports = embedded.ports();
      var outbox = new EventOutbox(ports.items(), ports.events(), ACCOUNT);
      ports
          .items()
          .write(
              outbox.write(
                  new Event(
                      "id-1",
                      Instant.EPOCH,
                      ACCOUNT.id(),
                      ACCOUNT.region(),
                      "Chime SipRule State Change",
                      List.of(),
                      Map.of("version", "0"))));
      var handler = new TrailDeliveryHandler(ACCOUNT, ports, Optional.of("audit-bucket"));

      assertThat(handler.handleRequest(new ScheduledEvent(), null)).containsEntry("events", 1);
      assertThat(handler.handleRequest(new ScheduledEvent(), null)).containsEntry("events", 0);
    }
    assertThat(Files.readAllLines(data.resolve("events/events.jsonl")))
        .singleElement()
        .asString()
        .contains("\"id\":\"id-1\"", "Chime SipRule State Change");
  }
}
