package org.carillon.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.carillon.contract.Json;
import org.carillon.core.ports.SpeechRuntime;
import org.carillon.core.ports.SpeechRuntime.Result;
import org.carillon.core.ports.SpeechRuntime.Utterance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.polly.PollyClient;

/** Texts as they go over the wire to Amazon Polly, and each of its answers (S4, Speak). */
class PollyRuntimeTest {
  private static final Duration PLENTY = Duration.ofSeconds(30);
  private static final Utterance HELLO =
      new Utterance("Hello.", false, "standard", Optional.empty(), "Joanna");

  private final List<RestStub.Request> requests = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile Map<String, String> headers = Map.of("Content-Type", "audio/pcm");
  private volatile byte[] answer = {1, 2, 3, 4};
  private volatile boolean thinks;
  private final CountDownLatch end = new CountDownLatch(1);
  private RestStub stub;
  private PollyClient client;

  @BeforeEach
  void start() throws IOException {
    stub =
        RestStub.start(
            request -> {
              requests.add(request);
              if (thinks) {
                end.await();
              }
              return new RestStub.Response(status, headers, answer);
            });
    client =
        PollyRuntimeProvider.client(LocalServices.client(PollyClient.builder(), stub.endpoint()));
  }

  @AfterEach
  void stop() {
    end.countDown();
    client.close();
    stub.close();
  }

  @Test
  void aTextIsSynthesizeSpeechAndItsSamplesComeBack() {
    Result result = speak(HELLO, PLENTY);

    RestStub.Request request = requests.getFirst();
    assertThat(request.method() + " " + request.path()).isEqualTo("POST /v1/speech");
    assertThat(Json.readObject(request.body()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Text", "Hello.",
                "TextType", "text",
                "Engine", "standard",
                "VoiceId", "Joanna",
                "OutputFormat", "pcm",
                "SampleRate", "8000"));
    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Spoken.class, spoken -> assertThat(spoken.pcm()).containsExactly(1, 2, 3, 4));
  }

  @Test
  void whatTheActionSaysOfTheVoiceIsPassedOn() {
    speak(
        new Utterance("<speak>Namaste</speak>", true, "neural", Optional.of("hi-IN"), "Kajal"),
        PLENTY);

    assertThat(Json.readObject(requests.getFirst().body()))
        .containsEntry("TextType", "ssml")
        .containsEntry("Engine", "neural")
        .containsEntry("LanguageCode", "hi-IN")
        .containsEntry("VoiceId", "Kajal");
  }

  @ParameterizedTest
  @CsvSource({
    "400,InvalidSsmlException,Refused,1",
    "400,TextLengthExceededException,Refused,1",
    "400,LanguageNotSupportedException,Refused,1",
    "400,EngineNotSupportedException,Refused,1",
    "400,ValidationException,Refused,1",
    "403,AccessDeniedException,AccessDenied,1",
    "400,AccessDeniedException,AccessDenied,1",
    "400,ThrottlingException,Throttled,2",
    "429,TooManyRequestsException,Throttled,2",
    "500,ServiceFailureException,Unavailable,2"
  })
  void anErrorOfPollyIsToldForWhatItIs(int code, String type, String outcome, int attempts) {
    fail(code, type, "no");

    assertThat(speak(HELLO, PLENTY).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(requests).hasSize(attempts);
  }

  @Test
  void aRefusalSaysWhatPollySaysOfIt() {
    fail(400, "EngineNotSupportedException", "This voice does not support the selected engine");

    assertThat(speak(HELLO, PLENTY))
        .isEqualTo(
            new Result.Refused(
                "EngineNotSupported: This voice does not support the selected engine"));
  }

  @Test
  void aLongRefusalIsCut() {
    fail(400, "ValidationException", "not one of " + "Joanna, ".repeat(100));

    assertThat(speak(HELLO, PLENTY))
        .isInstanceOfSatisfying(
            Result.Refused.class,
            refused ->
                assertThat(refused.why())
                    .startsWith("Validation: not one of Joanna")
                    .endsWith("...")
                    .hasSize(203));
  }

  @Test
  void aMissingPermissionIsNamed() {
    fail(403, "AccessDeniedException", "no");

    assertThat(speak(HELLO, PLENTY))
        .isInstanceOfSatisfying(
            Result.AccessDenied.class,
            denied -> assertThat(denied.advice()).contains("polly:SynthesizeSpeech"));
  }

  @Test
  void aServiceThatThinksForTooLongIsNotWaitedFor() {
    thinks = true;

    assertThat(speak(HELLO, Duration.ofMillis(300))).isInstanceOf(Result.Unavailable.class);
  }

  @Test
  void aServiceThatIsNotThereIsUnavailable() {
    stub.close();

    assertThat(speak(HELLO, PLENTY)).isInstanceOf(Result.Unavailable.class);
  }

  @Test
  void speechOfTenMinutesIsTakenAndNoMore() {
    answer = new byte[SpeechRuntime.MOST_BYTES];
    assertThat(speak(HELLO, PLENTY)).isInstanceOf(Result.Spoken.class);

    answer = new byte[SpeechRuntime.MOST_BYTES + 1];
    assertThat(speak(HELLO, PLENTY)).isInstanceOf(Result.Refused.class);
  }

  @Test
  void itIsAskedForByTheEnvironmentOrTheEmbeddedVoiceSpeaks() {
    var provider = new PollyRuntimeProvider();
    assertThat(provider.from(Map.of())).isEmpty();
    assertThat(provider.from(Map.of("CARILLON_SPEECH", "embedded"))).isEmpty();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> provider.from(Map.of("CARILLON_SPEECH", "robots")))
        .withMessageContaining("CARILLON_SPEECH");

    System.setProperty("aws.region", "us-east-1");
    try {
      assertThat(provider.from(Map.of("CARILLON_SPEECH", "polly"))).isPresent();
    } finally {
      System.clearProperty("aws.region");
    }
    assertThat(ServiceLoader.load(SpeechRuntime.Provider.class))
        .hasAtLeastOneElementOfType(PollyRuntimeProvider.class);
  }

  private void fail(int code, String type, String message) {
    status = code;
    headers = Map.of("x-amzn-ErrorType", type);
    answer = ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private Result speak(Utterance utterance, Duration timeout) {
    return new PollyRuntime(client).speak(utterance, timeout);
  }
}
