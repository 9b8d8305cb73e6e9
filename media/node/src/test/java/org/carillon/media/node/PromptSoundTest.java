package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.WavReader;
import org.carillon.media.ivr.WavWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the caller hears against what the bucket has, sample by sample (S4). */
@Timeout(120)
class PromptSoundTest {
  private static final String NUMBER = "+12065550100";
  private static final String PLAY =
      """
      [{"Type":"PlayAudio","Parameters":{"AudioSource":{"Type":"S3","BucketName":"prompts","Key":"%s"}}},
       {"Type":"Hangup"}]
      """;

  @TempDir Path data;

  @ParameterizedTest(name = "{0} Hz, {1} bit")
  @CsvSource({"8000,16", "44100,8", "24000,16"})
  void theCallerHearsThePromptAsItIsWithoutAGap(int rate, int bits) throws Exception {
    byte[] file = noise(rate, bits, 1500);
    short[] sent = WavReader.read(file).samples();
    // a machine that stops for over 100 ms makes a gap by itself, and the node says so: only then
    // is the call no answer, and another one is made
    for (int call = 1; !isHeardWhole(file, sent); call++) {
      assertThat(call).as("calls for which the machine was late").isLessThan(5);
    }
  }

  /** Whether the node kept its send times; then the caller must have heard all of it. */
  private boolean isHeardWhole(byte[] file, short[] sent) throws Exception {
    try (TestNode node =
            TestNode.with(
                Files.createTempDirectory(data, "call"),
                ScriptedFunction.onInbound(PLAY.formatted("noise.wav")));
        Caller caller = Caller.onLoopback()) {
      node.objects().put("prompts", "noise.wav", file, "audio/wav", Map.of());
      caller.dial(NUMBER, node.sip());
      caller.awaitEnd();

      // the last frames come to the ear some time after the end of the call
      short[] end = Arrays.copyOfRange(sent, sent.length - 800, sent.length);
      Await.until(
          "the end of the prompt is heard",
          () -> {
            short[] heard = joined(caller.heard());
            int at = bestOffset(end, heard);
            return at >= 0 && correlation(end, heard, at, 0, end.length) > 0.9;
          });
      if (node.node().skippedMillis() > 0) {
        return false;
      }
      assertIsWhole(sent, joined(caller.heard()));
      return true;
    }
  }

  private static void assertIsWhole(short[] sent, short[] heard) {
    int at = bestOffset(sent, heard);
    List<Integer> broken =
        IntStream.range(0, sent.length / 160)
            .filter(piece -> correlation(sent, heard, at, piece * 160, 160) <= 0.9)
            .boxed()
            .toList();
    assertThat(broken)
        .as(
            "pieces of 20 ms that differ, of %s, heard from %s of %s on",
            sent.length / 160, at, heard.length)
        .isEmpty();
    assertThat(correlation(sent, heard, at, 0, sent.length)).isGreaterThan(0.99);
    assertThat(level(heard, at, sent.length) / level(sent, 0, sent.length))
        .as("as loud as it was")
        .isBetween(0.95, 1.05);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "missing.wav|Cannot access S3 bucket or audio file.",
        "text.wav|Audio Source parameter value is invalid.",
        "large.wav|Audio Source parameter value is invalid."
      })
  void aPromptThatCannotBePlayedIsToldInTheWordsOfTheService(String key, String message)
      throws Exception {
    ScriptedFunction function =
        ScriptedFunction.onEach(
            Map.of(
                "NEW_INBOUND_CALL",
                PLAY.formatted(key),
                "ACTION_FAILED",
                "[{\"Type\":\"Hangup\"}]"));
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      byte[] text = "this is no sound".getBytes(StandardCharsets.UTF_8);
      node.objects().put("prompts", "text.wav", text, "audio/wav", Map.of());
      node.objects().put("prompts", "large.wav", new byte[51 << 20], "audio/wav", Map.of());
      caller.dial(NUMBER, node.sip());
      caller.awaitEnd();
      assertThat(function.actionData("ACTION_FAILED"))
          .containsEntry("Type", "PlayAudio")
          .containsEntry("ErrorType", "InvalidAudioSource")
          .containsEntry("ErrorMessage", message);
    }
  }

  @Test
  void twoPromptsOfAListFollowEachOtherWithoutAGap() throws Exception {
    String both =
        """
        [{"Type":"PlayAudio","Parameters":{"AudioSource":{"Type":"S3","BucketName":"prompts","Key":"a.wav"}}},
         {"Type":"PlayAudio","Parameters":{"AudioSource":{"Type":"S3","BucketName":"prompts","Key":"b.wav"}}},
         {"Type":"Hangup"}]
        """;
    try (TestNode node = TestNode.with(data, ScriptedFunction.onInbound(both));
        Caller caller = Caller.onLoopback()) {
      put(node, "a.wav", 700);
      put(node, "b.wav", 1300);
      caller.dial(NUMBER, node.sip());
      caller.awaitEnd();
      int gap = caller.firstFrameOf(1300) - caller.firstFrameOf(700) - 20;
      assertThat(gap).as("frames of 20 ms between the two").isBetween(0, 5);
    }
  }

  private static void put(TestNode node, String key, int hertz) {
    byte[] file = WavWriter.write(Tones.of(hertz, 400));
    node.objects().put("prompts", key, file, "audio/wav", Map.of());
  }

  /** A WAV file of noise in the telephone band: it fits itself in one place only. */
  private static byte[] noise(int rate, int bits, int millis) {
    Random random = new Random(11);
    int length = rate * millis / 1000;
    double[] sum = new double[length];
    for (int tone = 0; tone < 60; tone++) {
      double hertz = 300 + random.nextDouble() * 2600;
      double phase = random.nextDouble() * 2 * Math.PI;
      for (int i = 0; i < length; i++) {
        sum[i] += Math.sin(phase + 2 * Math.PI * hertz * i / rate);
      }
    }
    ByteBuffer data = ByteBuffer.allocate(length * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : sum) {
      int sample = (int) Math.clamp(value * 2000, -32_000, 32_000);
      if (bits == 8) {
        data.put((byte) ((sample >> 8) + 128));
      } else {
        data.putShort((short) sample);
      }
    }
    byte[] header = WavWriter.write(PcmAudio.of(new short[0]));
    ByteBuffer file =
        ByteBuffer.allocate(header.length + data.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    file.put(header).put(data.flip());
    file.putInt(4, file.limit() - 8).putInt(24, rate).putInt(28, rate * bits / 8);
    file.putShort(32, (short) (bits / 8)).putShort(34, (short) bits);
    file.putInt(40, data.limit());
    return file.array();
  }

  private static short[] joined(List<short[]> frames) {
    short[] all = new short[frames.size() * 160];
    for (int i = 0; i < frames.size(); i++) {
      System.arraycopy(frames.get(i), 0, all, i * 160, 160);
    }
    return all;
  }

  /** Where the prompt begins in what was heard; below 0 when it is not all there. */
  private static int bestOffset(short[] sent, short[] heard) {
    int best = -1;
    double most = -1;
    for (int at = 0; at + sent.length <= heard.length; at++) {
      double fit = correlation(sent, heard, at, 0, 800);
      if (fit > most) {
        most = fit;
        best = at;
      }
    }
    return most > 0.9 ? best : -1;
  }

  private static double correlation(short[] sent, short[] heard, int at, int from, int length) {
    double both = 0;
    double one = 0;
    double other = 0;
    for (int i = from; i < from + length; i++) {
      both += (double) sent[i] * heard[at + i];
      one += (double) sent[i] * sent[i];
      other += (double) heard[at + i] * heard[at + i];
    }
    return both / Math.sqrt(Math.max(1, one * other));
  }

  private static double level(short[] samples, int at, int length) {
    double energy = 0;
    for (int i = at; i < at + length; i++) {
      energy += (double) samples[i] * samples[i];
    }
    return Math.sqrt(energy / length);
  }
}
