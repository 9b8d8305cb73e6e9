package org.carillon.media.ivr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.carillon.media.ivr.SpeechException.Reason;
import org.carillon.media.ivr.SpeechRequest.TextType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EmbeddedSpeechTest {
  private static EmbeddedSpeech speech;

  @BeforeAll
  static void load() {
    speech = EmbeddedSpeech.start();
  }

  @AfterAll
  static void close() {
    speech.close();
  }

  @Test
  void helloIsHeard() throws Exception {
    PcmAudio hello = speech.synthesize(SpeechRequest.text("Hello"));
    assertThat(hello.duration()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(2));
    assertThat(Wav.energy(hello)).isBetween(300.0, 12_000.0);
    // a voice, not noise: most of its power lies below 2 kHz
    assertThat(below2kHz(hello)).isGreaterThan(0.7);
  }

  @Test
  void longerTextsLastLonger() throws Exception {
    PcmAudio shorter = speech.synthesize(SpeechRequest.text("Good morning."));
    PcmAudio longer =
        speech.synthesize(SpeechRequest.text("Good morning. You have reached the main office."));
    assertThat(longer.duration()).isGreaterThan(shorter.duration().plusMillis(800));
  }

  @Test
  void aTextSaidBeforeComesFromTheCache() throws Exception {
    PcmAudio first = speech.synthesize(SpeechRequest.text("Goodbye."));
    assertThat(speech.synthesize(SpeechRequest.text("Goodbye."))).isSameAs(first);
  }

  @Test
  void unknownVoicesFallBackToTheEmbeddedOne() throws Exception {
    PcmAudio own = speech.synthesize(SpeechRequest.text("Welcome."));
    PcmAudio joanna =
        speech.synthesize(new SpeechRequest("Welcome.", TextType.TEXT, "en-GB", "Joanna"));
    assertThat(joanna).isSameAs(own);
  }

  @Test
  void aBreakIsAsLongAsItSays() throws Exception {
    PcmAudio plain = ssml("<speak>One moment please. Thank you.</speak>");
    PcmAudio paused = ssml("<speak>One moment please. <break time=\"1.5s\"/> Thank you.</speak>");
    assertThat(paused.duration().minus(plain.duration()))
        .isBetween(Duration.ofMillis(900), Duration.ofMillis(1800));
  }

  @Test
  void slowIsSlowerThanFast() throws Exception {
    PcmAudio slow = ssml("<speak><prosody rate=\"60%\">Please hold the line.</prosody></speak>");
    PcmAudio fast = ssml("<speak><prosody rate=\"150%\">Please hold the line.</prosody></speak>");
    assertThat(slow.duration()).isGreaterThan(fast.duration().multipliedBy(3).dividedBy(2));
  }

  @Test
  void anAliasIsSaidInPlace() throws Exception {
    PcmAudio sub =
        ssml("<speak>Ask the <sub alias=\"World Wide Web Consortium\">W3C</sub>.</speak>");
    PcmAudio plain = ssml("<speak>Ask the World Wide Web Consortium.</speak>");
    assertThat(sub.duration().minus(plain.duration()).abs()).isLessThan(Duration.ofMillis(200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<speak><p><s>First sentence.</s><s>Second one.</s></p><p>New paragraph</p></speak>",
        "<speak version=\"1.0\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\"en-US\">"
            + "Hello <emphasis level=\"strong\">there</emphasis>.</speak>",
        "<speak>Your code is <say-as interpret-as=\"characters\">AB12</say-as>.</speak>",
        "<speak><amazon:effect name=\"whispered\">A secret.</amazon:effect></speak>",
        "<speak><prosody rate=\"slow\">One. Two. <break/> Three</prosody> and four.</speak>",
        "<speak>Tom &amp; Jerry <![CDATA[cost < 5]]></speak>",
        "<speak><break time=\"200ms\"/>Late</speak>"
      })
  void ssmlIsSpoken(String text) throws Exception {
    assertThat(Wav.energy(ssml(text))).isGreaterThan(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It costs $12.50, or 20% less at 5:30pm on the 3rd.",
        "Dr. Smith's e-mail is joe@example.com; see https://www.example.com/a?b=c",
        "Call +1 206 555 0100 (ext. 42) before 12/24/2026!",
        "I'm caf\u00e9-bound \u2014 won\u2019t you come? \ud83d\ude00",
        "tab\tline\nnull\u0000bell\u0007",
        "x",
        "1234567890123456789012345678901234567890",
        "A.B.C. \"quoted\" [brackets] {braces} <angle> a & b #tag @home 50/50 -5 = 3 * 4 ^ 2"
      })
  void everydayTextsAreSpoken(String text) throws Exception {
    assertThat(Wav.energy(speech.synthesize(SpeechRequest.text(text)))).isGreaterThan(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello | not well formed",
        "<speak>Hello | not well formed",
        "<speak>a & b</speak> | not well formed",
        "<p>Hello</p> | starts with a speak element",
        "<speak><audio src='http://x'/>Hi</speak> | audio is not known",
        "<speak><speak>Hi</speak></speak> | speak is not known",
        "<speak><break time='soon'/>Hi</speak> | time=\"soon\"",
        "<speak><prosody rate='warp'>Hi</prosody></speak> | rate=\"warp\"",
        "<speak><sub>Hi</sub></speak> | needs the attribute alias",
        "<!DOCTYPE speak [<!ENTITY x 'y'>]><speak>&x;</speak> | DOCTYPE",
        "<speak></speak> | no word"
      })
  void brokenSsmlIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> ssml(text))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_TEXT))
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "...", "?!"})
  void textWithoutAWordIsRefused(String text) {
    assertThatThrownBy(() -> speech.synthesize(SpeechRequest.text(text)))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_TEXT));
  }

  @Test
  void over1000CharactersAreRefused() {
    assertThatThrownBy(() -> speech.synthesize(SpeechRequest.text("a".repeat(1001))))
        .hasMessageContaining("1,000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "fr", "nonsense"})
  void otherLanguagesAreRefused(String language) {
    assertThatThrownBy(
            () -> speech.synthesize(new SpeechRequest("Hallo", TextType.TEXT, language, null)))
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED_LANGUAGE))
        .hasMessageContaining(language);
  }

  @Test
  void aClosedVoiceRefuses() {
    EmbeddedSpeech closed = EmbeddedSpeech.start();
    closed.close();
    assertThatThrownBy(() -> closed.synthesize(SpeechRequest.text("Hello")))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
  }

  private static PcmAudio ssml(String text) throws SpeechException, InterruptedException {
    return speech.synthesize(new SpeechRequest(text, TextType.SSML, "en-US", null));
  }

  /** The share of power below 2 kHz, by the power of differences. */
  private static double below2kHz(PcmAudio audio) {
    double power = 0;
    double high = 0;
    short[] s = audio.samples();
    for (int i = 1; i < s.length; i++) {
      power += (double) s[i] * s[i];
      high += Math.pow((s[i] - s[i - 1]) / 2.0, 2);
    }
    return 1 - high / power;
  }
}
