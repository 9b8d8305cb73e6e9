package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.core.ports.SpeechRuntime;
import org.carillon.core.ports.SpeechRuntime.Result;
import org.carillon.core.ports.SpeechRuntime.Utterance;
import org.carillon.media.ivr.PollySpeech;
import org.carillon.media.sip.CallEnd.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers who hear the voices of a service, or do not (S4, Speak and SpeakAndGetDigits). */
@Timeout(60)
class SpokenCallTest {
  private static final String NUMBER = "+12065550100";
  private static final int HERTZ = 700;
  private static final String SPEAK =
      """
      {"Type":"Speak","Parameters":{"CallId":"CALL","Text":"Bonjour","Engine":"neural",
       "LanguageCode":"fr-FR","VoiceId":"Lea"}}\
      """;
  private static final String ASK =
      """
      {"Type":"SpeakAndGetDigits","Parameters":{"CallId":"CALL",
       "SpeechParameters":{"Text":"Your PIN"},"RepeatDurationInMilliseconds":1000}}\
      """;
  private static final String TONE =
      """
      {"Type":"PlayAudio","Parameters":{"AudioSource":
       {"Type":"S3","BucketName":"prompts","Key":"tone.wav"}}}\
      """;
  private static final String HANG_UP = "[{\"Type\":\"Hangup\",\"Parameters\":{}}]";

  @TempDir Path data;

  private final List<Utterance> asked = new CopyOnWriteArrayList<>();

  /** What the service may answer. */
  enum ServiceSays {
    ACCESS_DENIED,
    THROTTLED,
    REFUSED,
    UNAVAILABLE;

    Result result() {
      return switch (this) {
        case ACCESS_DENIED -> new Result.AccessDenied("allow polly:SynthesizeSpeech");
        case THROTTLED -> new Result.Throttled();
        case REFUSED -> new Result.Refused("InvalidSsml: Invalid SSML request");
        case UNAVAILABLE -> new Result.Unavailable("Polly is down");
      };
    }
  }

  @Test
  void theVoiceTheActionNamesIsHeard() throws Exception {
    ScriptedFunction function = function("[" + SPEAK + "]");
    try (TestNode node = node(function, new Result.Spoken(sound()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      Await.until("the voice", () -> caller.framesOf(HERTZ) > 5);
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(asked)
          .containsExactly(new Utterance("Bonjour", false, "neural", Optional.of("fr-FR"), "Lea"));
      assertThat(function.actionData("ACTION_SUCCESSFUL")).containsEntry("Type", "Speak");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ACCESS_DENIED | AccessDenied             | The AWSServiceRoleForAmazonChimeVoiceConnector"
            + " service-linked role is not configured correctly.",
        "THROTTLED     | ActionExecutionThrottled | Amazon Polly is throttling the request to"
            + " synthesize speech.",
        "REFUSED       | InvalidActionParameter   | InvalidSsml: Invalid SSML request",
        "UNAVAILABLE   | SystemException          | System error while running action."
      })
  void aServiceThatDoesNotSpeakFailsTheActionAndTheCallGoesOn(
      ServiceSays service, String errorType, String errorMessage) throws Exception {
    for (String action : List.of(SPEAK, ASK)) {
      ScriptedFunction function = function("[" + TONE + "," + action + "]");
      try (TestNode node = node(function, service.result());
          Caller caller = Caller.onLoopback()) {
        caller.dial(NUMBER, node.sip());
        caller.awaitAnswer();

        Await.until("what comes before it", () -> caller.framesOf(TestNode.PROMPT_HZ) > 5);
        assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
        assertThat(function.eventTypes())
            .startsWith("NEW_INBOUND_CALL", "ACTION_FAILED")
            .doesNotContain("ACTION_SUCCESSFUL");
        assertThat(function.actionData("ACTION_FAILED"))
            .containsEntry("Type", action.equals(SPEAK) ? "Speak" : "SpeakAndGetDigits")
            .containsEntry("ErrorType", errorType)
            .containsEntry("ErrorMessage", errorMessage);
      }
    }
  }

  /** Hangs up when its list is over, one way or the other. */
  private static ScriptedFunction function(String actions) {
    return ScriptedFunction.onEach(
        Map.of(
            "NEW_INBOUND_CALL", actions,
            "ACTION_SUCCESSFUL", HANG_UP,
            "ACTION_FAILED", HANG_UP));
  }

  private TestNode node(ScriptedFunction function, Result answer) throws Exception {
    SpeechRuntime service =
        (Utterance utterance, Duration _) -> {
          asked.add(utterance);
          return answer;
        };
    return TestNode.with(data.resolve("node" + asked.size()), function, new PollySpeech(service));
  }

  private static byte[] sound() {
    short[] samples = Tones.of(HERTZ, 400).samples();
    ByteBuffer pcm = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    pcm.asShortBuffer().put(samples);
    return pcm.array();
  }
}
