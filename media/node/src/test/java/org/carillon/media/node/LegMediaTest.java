package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.carillon.core.ports.StoredObject;
import org.carillon.media.ivr.WavReader;
import org.carillon.media.rtp.DtmfDetector;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.sdp.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one leg hears and says: keys both ways and recordings, as the function is told (S4, A3). */
@Timeout(120)
class LegMediaTest {
  private static final String NUMBER = "+12065550100";
  private static final String TONE =
      "{\"Type\":\"S3\",\"BucketName\":\"prompts\",\"Key\":\"tone.wav\"}";
  private static final String GET_DIGITS =
      """
      [{"Type":"PlayAudioAndGetDigits","Parameters":{"AudioSource":%s,"FailureAudioSource":%s,
        "InputDigitsRegex":"^\\\\d{2}$","MinNumberOfDigits":2,"MaxNumberOfDigits":4,"Repeat":2,
        "InBetweenDigitsDurationInMilliseconds":2000,"RepeatDurationInMilliseconds":3000}}]
      """
          .formatted(TONE, TONE);
  private static final String HANG_UP = "[{\"Type\":\"Hangup\"}]";

  @TempDir Path data;

  @ParameterizedTest(name = "telephone-event: {0}")
  @ValueSource(booleans = {true, false})
  void keysThatAreAskedForReachTheFunction(boolean events) throws Exception {
    ScriptedFunction function = ScriptedFunction.onEach(Map.of("NEW_INBOUND_CALL", GET_DIGITS));
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip(), events ? caller.offer() : caller.offerWithoutKeys());
      caller.awaitAnswer();
      Await.until("the prompt", () -> caller.framesOf(TestNode.PROMPT_HZ) > 3);
      caller.stream().sendDigits("42#", Duration.ofMillis(100));
      Await.until("digits", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));
      assertThat(function.actionData("ACTION_SUCCESSFUL"))
          .containsEntry("Type", "PlayAudioAndGetDigits")
          .containsEntry("ReceivedDigits", "42");
    }
  }

  @Test
  void theAnswerToOurOfferComesInTheAckOfAReinvite() throws Exception {
    String play =
        "[{\"Type\":\"PlayAudio\",\"Parameters\":{\"ParticipantTag\":\"LEG-A\",\"AudioSource\":"
            + TONE
            + ",\"Repeat\":\"200\"}}]";
    try (TestNode node = TestNode.with(data, ScriptedFunction.onInbound(play));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      Await.until("the prompt", () -> caller.framesOf(TestNode.PROMPT_HZ) > 3);

      caller.wanting(Direction.SENDONLY).askForOffer();

      awaitQuiet(caller);
      long before = caller.framesOf(TestNode.PROMPT_HZ);
      caller.wanting(Direction.SENDRECV).askForOffer();
      Await.until("it again", () -> caller.framesOf(TestNode.PROMPT_HZ) > before + 5);
      assertThat(caller.offerAgain(Direction.SENDRECV)).as("another change").isEqualTo(200);
    }
  }

  /** For a third of a second no packet comes, while the prompt would last for a minute. */
  private static void awaitQuiet(Caller caller) {
    AtomicLong packets = new AtomicLong(-1);
    AtomicLong since = new AtomicLong();
    Await.until(
        "no packet comes any more",
        () -> {
          long now = caller.stream().report().received().packets();
          if (packets.getAndSet(now) != now) {
            since.set(System.nanoTime());
          }
          return System.nanoTime() - since.get() > Duration.ofMillis(330).toNanos();
        });
  }

  @Test
  void aKeyStopsThePromptAndBadDigitsAreFollowedByTheFailurePrompt() throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onEach(Map.of("NEW_INBOUND_CALL", GET_DIGITS, "ACTION_FAILED", HANG_UP));
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      Await.until("the prompt", () -> caller.framesOf(TestNode.PROMPT_HZ) > 3);
      caller.stream().sendDigits("1#", Duration.ofMillis(100));
      // nobody presses a key in the second attempt, which times out after 3 s
      caller.awaitEnd();
      assertThat(function.actionData("ACTION_FAILED"))
          .containsEntry("ErrorType", "InvalidDigitsReceived");
      // the first prompt is cut; failure, prompt, failure are whole: 300 ms each
      assertThat(caller.framesOf(TestNode.PROMPT_HZ)).isBetween(45L, 60L);
    }
  }

  @Test
  void digitsThatAreListenedForAreToldWhileAPromptPlays() throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onEach(
            Map.of(
                "NEW_INBOUND_CALL",
                """
                [{"Type":"PlayAudio","Parameters":{"AudioSource":%s}},
                 {"Type":"ReceiveDigits","Parameters":{"InputDigitsRegex":"^\\\\d{2}#$",
                  "InBetweenDigitsDurationInMilliseconds":1000,"FlushDigitsDurationInMilliseconds":10000}}]
                """
                    .formatted(TONE),
                "ACTION_SUCCESSFUL",
                "[{\"Type\":\"PlayAudio\",\"Parameters\":{\"AudioSource\":"
                    + TONE
                    + ",\"Repeat\":500}}]",
                "DIGITS_RECEIVED",
                HANG_UP));
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      Await.until("the second list", () -> caller.framesOf(TestNode.PROMPT_HZ) > 20);
      caller.stream().sendDigits("11#", Duration.ofMillis(80));
      Await.until("digits", () -> function.eventTypes().contains("DIGITS_RECEIVED"));
      assertThat(function.actionData("DIGITS_RECEIVED"))
          .containsEntry("Type", "ReceiveDigits")
          .containsEntry("ReceivedDigits", "11#");
    }
  }

  @Test
  void aTerminatorEndsAPrompt() throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onEach(
            Map.of(
                "NEW_INBOUND_CALL",
                "[{\"Type\":\"PlayAudio\",\"Parameters\":{\"AudioSource\":"
                    + TONE
                    + ",\"Repeat\":500,\"PlaybackTerminators\":[\"#\"]}}]",
                "ACTION_SUCCESSFUL",
                HANG_UP));
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      Await.until("the prompt", () -> caller.framesOf(TestNode.PROMPT_HZ) > 3);
      caller.stream().sendDigits("1#", Duration.ofMillis(80));
      caller.awaitEnd();
      assertThat(caller.framesOf(TestNode.PROMPT_HZ)).isLessThan(100);
    }
  }

  @ParameterizedTest(name = "telephone-event: {0}")
  @ValueSource(booleans = {true, false})
  void keysAreSentToTheCaller(boolean events) throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onInbound(
            """
            [{"Type":"Pause","Parameters":{"DurationInMilliseconds":200}},
             {"Type":"PlayAudio","Parameters":{"AudioSource":%s}},
             {"Type":"SendDigits","Parameters":{"Digits":"19,*#","ToneDurationInMilliseconds":100}},
             {"Type":"PlayAudio","Parameters":{"AudioSource":%s}},
             {"Type":"Hangup"}]
            """
                .formatted(TONE, TONE));
    StringBuilder pressed = new StringBuilder();
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.stream().onDigits(pressed::append);
      caller.dial(NUMBER, node.sip(), events ? caller.offer() : caller.offerWithoutKeys());
      caller.awaitEnd();
      DtmfDetector tones = new DtmfDetector(pressed::append);
      caller.heard().forEach(frame -> tones.hear(frame, 0, frame.length));
      assertThat(pressed).hasToString("19*#");
    }
  }

  @Test
  void whatTheCallerSaysIsRecordedUntilAKey() throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onEach(Map.of("NEW_INBOUND_CALL", recordAudio("")));
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      say(caller, 700, 600);
      caller.stream().sendDigits("#", Duration.ofMillis(80));
      Await.until("the result", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));
      Map<String, Object> result = function.actionData("ACTION_SUCCESSFUL");
      assertThat(result).containsEntry("RecordingTerminatorUsed", "#");
      short[] recorded = WavReader.read(recording(node, result).content()).samples();
      assertThat(framesOf(700, recorded)).isBetween(26, 30);
    }
  }

  @Test
  void silenceEndsARecording() throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onEach(
            Map.of("NEW_INBOUND_CALL", recordAudio("\"SilenceDurationInSeconds\":1,")));
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      say(caller, 700, 400);
      Await.until("the result", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));
      Map<String, Object> result = function.actionData("ACTION_SUCCESSFUL");
      assertThat(result).doesNotContainKey("RecordingTerminatorUsed");
      short[] recorded = WavReader.read(recording(node, result).content()).samples();
      assertThat(recorded.length / 8).isBetween(1300, 2600);
    }
  }

  @Test
  void aCallerWhoHangsUpIsStillRecordedAndTheFunctionIsToldWhere() throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onEach(Map.of("NEW_INBOUND_CALL", recordAudio("")));
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      say(caller, 700, 400);
      caller.hangUp();
      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes())
          .containsExactly("NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP");
      short[] recorded =
          WavReader.read(recording(node, function.actionData("ACTION_SUCCESSFUL")).content())
              .samples();
      assertThat(framesOf(700, recorded)).isBetween(15, 20);
    }
  }

  @Test
  void theCallIsRecordedInStereoWithItsMetadata() throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onEach(
            Map.of(
                "NEW_INBOUND_CALL",
                "[{\"Type\":\"PlayAudio\",\"Parameters\":{\"AudioSource\":" + TONE + "}}]",
                "ACTION_SUCCESSFUL",
                """
                [{"Type":"StartCallRecording","Parameters":{"CallId":"CALL","Track":"BOTH",
                  "Destination":{"Type":"S3","Location":"calls/here"}}},
                 {"Type":"PlayAudio","Parameters":{"AudioSource":%s,"Repeat":500}}]
                """
                    .formatted(TONE)));
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      Await.until("the prompts", () -> caller.framesOf(TestNode.PROMPT_HZ) > 40);
      say(caller, 700, 500);
      caller.hangUp();
      Await.until("the recording", () -> !node.objects().list("calls", "here/", 2).isEmpty());
      String key = node.objects().list("calls", "here/", 2).getFirst();
      StoredObject object = node.objects().get("calls", key, 1 << 20).orElseThrow();
      assertThat(object.metadata())
          .containsEntry("recording-audio-file-format", "wav")
          .containsKeys("transaction-id", "call-id", "recording-duration");
      assertThat(key)
          .contains(object.metadata().get("transaction-id"))
          .endsWith(object.metadata().get("call-id") + ".wav");
      short[][] channels = channels(object.content());
      assertThat(framesOf(700, channels[0])).isBetween(21, 25);
      assertThat(framesOf(TestNode.PROMPT_HZ, channels[0])).isZero();
      assertThat(framesOf(TestNode.PROMPT_HZ, channels[1])).isGreaterThan(25);
      assertThat(framesOf(700, channels[1])).isZero();
    }
  }

  private static String recordAudio(String more) {
    return """
    [{"Type":"RecordAudio","Parameters":{"ParticipantTag":"LEG-A","DurationInSeconds":10,%s
      "RecordingTerminators":["#"],
      "RecordingDestination":{"Type":"S3","BucketName":"voicemail","Prefix":"new"}}}]
    """
        .formatted(more);
  }

  private static StoredObject recording(TestNode node, Map<String, Object> result) {
    Map<?, ?> destination =
        assertThat(result)
            .extractingByKey("RecordingDestination")
            .asInstanceOf(InstanceOfAssertFactories.MAP)
            .actual();
    String bucket = (String) destination.get("BucketName");
    return node.objects().get(bucket, (String) destination.get("Key"), 1 << 20).orElseThrow();
  }

  private static void say(Caller caller, int hertz, int millis) throws Exception {
    short[] tone = Tones.of(hertz, millis).samples();
    caller.stream().awaitSent(caller.stream().write(tone, 0, tone.length));
  }

  static int framesOf(int hertz, short[] samples) {
    int found = 0;
    short[] frame = new short[RtpStream.FRAME_SAMPLES];
    for (int at = 0; at + frame.length <= samples.length; at += frame.length) {
      System.arraycopy(samples, at, frame, 0, frame.length);
      found += Tones.share(frame, hertz) > 0.8 ? 1 : 0;
    }
    return found;
  }

  static short[][] channels(byte[] wav) {
    ByteBuffer file = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).position(44);
    short[][] channels = new short[2][(wav.length - 44) / 4];
    for (int i = 0; i < channels[0].length; i++) {
      channels[0][i] = file.getShort();
      channels[1][i] = file.getShort();
    }
    return channels;
  }
}
