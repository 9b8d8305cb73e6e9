package org.carillon.media.ivr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.carillon.core.ports.SpeechRuntime;
import org.carillon.core.ports.SpeechRuntime.Result;
import org.carillon.core.ports.SpeechRuntime.Utterance;
import org.carillon.media.ivr.SpeechException.Reason;
import org.carillon.media.ivr.SpeechRequest.TextType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the voices of a runtime are asked, and what comes of their answers (S4, Speak). */
@Timeout(30)
class PollySpeechTest {
  private static final byte[] PCM = {0x34, 0x12, (byte) 0xff, (byte) 0xff};

  private final List<Utterance> asked = new CopyOnWriteArrayList<>();
  private final Semaphore arrived = new Semaphore(0);
  private volatile Result answer = new Result.Spoken(PCM);
  private volatile CountDownLatch open = new CountDownLatch(0);
  private final SpeechSynthesizer speech = new PollySpeech(this::speak, 8);

  private Result speak(Utterance utterance, Duration timeout) {
    asked.add(utterance);
    arrived.release();
    try {
      assertThat(open.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return answer;
  }

  @Test
  void aRequestIsPassedOnAndItsSamplesAreHeard() throws Exception {
    PcmAudio audio =
        speech.synthesize(
            new SpeechRequest("<speak>Hola</speak>", TextType.SSML, "neural", "es-US", "Lupe"));

    assertThat(asked)
        .containsExactly(
            new Utterance("<speak>Hola</speak>", true, "neural", Optional.of("es-US"), "Lupe"));
    assertThat(audio.samples()).containsExactly((short) 0x1234, (short) -1);
  }

  @Test
  void anActionThatNamesNoVoiceHasJoanna() throws Exception {
    speech.synthesize(SpeechRequest.text("Hi"));

    assertThat(asked)
        .containsExactly(new Utterance("Hi", false, "standard", Optional.empty(), "Joanna"));
  }

  @Test
  void whatWasSaidIsKeptByVoiceEngineLanguageAndText() throws Exception {
    SpeechRequest said = new SpeechRequest("Hi", TextType.TEXT, "standard", "en-US", "Joanna");
    PcmAudio first = speech.synthesize(said);

    assertThat(speech.synthesize(said)).isSameAs(first);
    assertThat(asked).hasSize(1);
    for (SpeechRequest other :
        List.of(
            new SpeechRequest("Hi", TextType.TEXT, "standard", "en-US", "Matthew"),
            new SpeechRequest("Hi", TextType.TEXT, "neural", "en-US", "Joanna"),
            new SpeechRequest("Hi", TextType.TEXT, "standard", null, "Joanna"),
            new SpeechRequest("Hi", TextType.SSML, "standard", "en-US", "Joanna"))) {
      speech.synthesize(other);
    }
    assertThat(asked).hasSize(5);
  }

  @Test
  void theCacheIsBounded() throws Exception {
    for (String text : List.of("One", "Two", "Three", "Three", "One")) {
      speech.synthesize(SpeechRequest.text(text)); // four bytes each, two fit
    }

    assertThat(asked).extracting(Utterance::text).containsExactly("One", "Two", "Three", "One");
  }

  @Test
  void manyCallsThatWantOneTextWaitForOneRequest() throws Exception {
    open = new CountDownLatch(1);
    try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<PcmAudio>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(calls.submit(() -> speech.synthesize(SpeechRequest.text("Welcome"))));
      }
      awaitAsked(1);
      open.countDown();
      PcmAudio first = all.getFirst().get();
      for (Future<PcmAudio> one : all) {
        assertThat(one.get()).isSameAs(first);
      }
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void noMoreThanSoManyTextsAreAskedForAtOnce() throws Exception {
    open = new CountDownLatch(1);
    try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<PcmAudio>> all = new ArrayList<>();
      for (int i = 0; i < PollySpeech.MOST_AT_ONCE; i++) {
        SpeechRequest text = SpeechRequest.text("Text " + i);
        all.add(calls.submit(() -> speech.synthesize(text)));
      }
      awaitAsked(PollySpeech.MOST_AT_ONCE);

      assertRefused(SpeechRequest.text("One more"), Reason.THROTTLED);

      open.countDown();
      for (Future<PcmAudio> one : all) {
        assertThat(one.get().length()).isEqualTo(2);
      }
    }
    assertThat(speech.synthesize(SpeechRequest.text("One more")).length()).isEqualTo(2);
  }

  static List<Map.Entry<Result, Reason>> refusals() {
    return List.of(
        Map.entry(new Result.Refused("InvalidSsml: no"), Reason.INVALID_TEXT),
        Map.entry(new Result.AccessDenied("allow it"), Reason.ACCESS_DENIED),
        Map.entry(new Result.Throttled(), Reason.THROTTLED),
        Map.entry(new Result.Unavailable("it is down"), Reason.UNAVAILABLE));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalIsToldAndNotKept(Map.Entry<Result, Reason> refusal) throws Exception {
    answer = refusal.getKey();
    assertRefused(SpeechRequest.text("Hi"), refusal.getValue());

    answer = new Result.Spoken(PCM);
    assertThat(speech.synthesize(SpeechRequest.text("Hi")).length()).isEqualTo(2);
  }

  @Test
  void aTextThatIsNoneIsNotAskedFor() {
    assertRefused(SpeechRequest.text(" "), Reason.INVALID_TEXT);
    assertRefused(SpeechRequest.text("x".repeat(1001)), Reason.INVALID_TEXT);
    assertThat(asked).isEmpty();
  }

  @Test
  void closedVoicesAreUnavailable() {
    speech.close();

    assertRefused(SpeechRequest.text("Hi"), Reason.UNAVAILABLE);
  }

  @Test
  void whereNobodyAsksForVoicesTheEmbeddedOneSpeaks() {
    SpeechRuntime none = (utterance, timeout) -> new Result.Throttled();
    SpeechSynthesizer embedded = new PollySpeech(none);

    assertThat(PollySpeech.orEmbedded(Map.of(), embedded)).isSameAs(embedded);
  }

  private void awaitAsked(int texts) throws InterruptedException {
    assertThat(arrived.tryAcquire(texts, 20, TimeUnit.SECONDS)).as(texts + " texts").isTrue();
  }

  private void assertRefused(SpeechRequest request, Reason reason) {
    assertThatThrownBy(() -> speech.synthesize(request))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
