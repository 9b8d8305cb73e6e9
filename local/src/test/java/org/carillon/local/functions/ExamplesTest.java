package org.carillon.local.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.sma.testkit.SmaCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples in Python and Node, run by the machine's interpreters as run-local does it, and
 * called by the authors' test kit. The one in Java has its test beside it.
 */
class ExamplesTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("carillon.home", ".."), "examples");

  @TempDir Path folder;
  private LocalFunctions functions;

  @AfterEach
  void stop() {
    if (functions != null) {
      functions.close();
    }
  }

  @Test
  void voicemailKeepsAMessage() throws IOException {
    SmaCall call =
        SmaCall.inboundJson(example("voicemail-python/index.py", Map.of())).from("+14255550101");
    call.start()
        .expectSpeak("Leave a message")
        .expectPlay("chime.wav")
        .expectRecord("#")
        .expectSpeak("Your message is kept")
        .expectHangup()
        .expectOver();
    Map<?, ?> done = (Map<?, ?>) call.events().get(1).get("ActionData");
    assertThat(done.get("Type")).isEqualTo("RecordAudio");
    assertThat(done.get("RecordingDestination").toString()).contains("Key=messages/14255550101/");
  }

  @Test
  void voicemailSaysWhenItCannotRecord() throws IOException {
    SmaCall.inboundJson(example("voicemail-python/index.py", Map.of()))
        .start()
        .expectSpeak("Leave a message")
        .expectPlay("chime.wav")
        .expectAndFail("RecordAudio", "SystemException", "no bucket")
        .expectSpeak("no message can be taken")
        .expectHangup();
  }

  @Test
  void aForwardedCallEndsForBothWhenOneHangsUp() throws IOException {
    var forward = example("forwarding-node/index.mjs", Map.of("FORWARD_TO", "+12065550123"));
    SmaCall.inboundJson(forward)
        .start()
        .expectSpeak("Your call is forwarded")
        .expectBridge("+12065550123")
        .expectNothing()
        .hangUp("LEG-B")
        .expectHangup()
        .expectOver();
  }

  @Test
  void aForwardedCallThatNobodyAnswersIsAnnounced() throws IOException {
    SmaCall.inboundJson(example("forwarding-node/index.mjs", Map.of()))
        .start()
        .expectSpeak("Your call is forwarded")
        .expectBridgeUnanswered("+12065550181")
        .expectSpeak("Nobody answers")
        .expectHangup();
  }

  @Test
  void clickToCallAsksTheAgentAndCallsTheCustomer() throws IOException {
    SmaCall.outboundJson(example("click-to-call-node/index.mjs", Map.of()))
        .argument("customer", "+12065550181")
        .start()
        .rings()
        .answers()
        .expectSpeak("press 1")
        .press("1")
        .expectSpeak("You are connected")
        .expectBridge("+12065550181")
        .hangUp("LEG-A")
        .expectHangup()
        .expectOver();
  }

  @Test
  void clickToCallWithoutACustomerSaysSo() throws IOException {
    SmaCall.outboundJson(example("click-to-call-node/index.mjs", Map.of()))
        .start()
        .rings()
        .answers()
        .expectSpeak("No customer was named")
        .expectHangup();
  }

  @Test
  void meetingDialInAsksThreeTimesAtMost() throws IOException {
    var dialIn = example("meeting-dial-in-python/index.py", Map.of("PINS", "123456"));
    SmaCall.inboundJson(dialIn)
        .start()
        .expectSpeak("six digits")
        .press("111111")
        .expectSpeak("no such meeting")
        .press("222222")
        .expectSpeak("no such meeting")
        .press("333333")
        .expectSpeak("Goodbye")
        .expectHangup();
  }

  @Test
  void meetingDialInJoinsTheMeetingOfThePin() throws IOException {
    Path stub = folder.resolve("boto3.py");
    Files.writeString(
        stub,
        """
        class Meetings:
            def create_meeting(self, ClientRequestToken, ExternalMeetingId, MediaRegion):
                assert ClientRequestToken == "dial-in-123456" and MediaRegion
                return {"Meeting": {"MeetingId": "m"}}
            def create_attendee(self, MeetingId, ExternalUserId):
                assert MeetingId == "m" and ExternalUserId
                return {"Attendee": {"JoinToken": "token-1"}}
        def client(name):
            assert name == "chime-sdk-meetings"
            return Meetings()
        """);
    var dialIn =
        example(
            "meeting-dial-in-python/index.py",
            Map.of("PINS", "123456", "PYTHONPATH", folder.toString()));
    SmaCall.inboundJson(dialIn)
        .start()
        .expectSpeak("six digits")
        .press("123456")
        .expectSpeak("You are joining")
        .expectJoinMeeting("m")
        .hangUp("LEG-A")
        .expectHangup()
        .expectOver();
  }

  /** An example as it is served: JSON in, JSON out. */
  private UnaryOperator<byte[]> example(String file, Map<String, String> environment)
      throws IOException {
    FunctionSpec spec = FunctionSpec.of("f", EXAMPLES.resolve(file), "handler");
    boolean there = spec.runtime().interpreter(System.getenv()).isPresent();
    assumeTrue(there || "true".equals(System.getenv("CI")), "skipped: " + spec.runtime().advice());
    var given = new HashMap<>(System.getenv());
    given.keySet().removeIf(name -> name.startsWith("AWS_"));
    given.putAll(environment);
    functions =
        LocalFunctions.open(
            new FunctionHost("us-east-1", "111122223333", folder.resolve("w"), given, 1),
            List.of(spec));
    return event -> {
      Result result = functions.invoke(functions.arn("f"), event, Fixtures.PLENTY);
      if (result instanceof Result.Answer(byte[] answer)) {
        return answer;
      }
      throw new AssertionError("the example did not answer: " + result);
    };
  }
}
