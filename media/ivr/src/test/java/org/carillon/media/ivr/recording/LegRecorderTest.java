package org.carillon.media.ivr.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.media.ivr.recording.LegRecorder.End;
import org.carillon.media.ivr.recording.LegRecorder.Limits;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A leg between our stream and its peer's, recorded; tones tell who is heard when (A3). */
@Timeout(60)
class LegRecorderTest {
  private static final int SAID_HZ = 700;
  private static final int HEARD_HZ = 1100;
  private static final int FRAME = 160;

  @TempDir Path spool;

  private final Bucket bucket = new Bucket();
  private Recordings recordings;
  private MediaEngine engine;
  private RtpStream leg;
  private RtpStream peer;

  @BeforeEach
  void call() throws Exception {
    recordings = Recordings.open(spool, bucket.objects());
    engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    InetAddress local = InetAddress.ofLiteral("127.0.0.1");
    leg = engine.open(local);
    peer = engine.open(local);
    leg.start(StreamParameters.of(peer.localAddress(), G711.PCMU));
    peer.start(StreamParameters.of(leg.localAddress(), G711.PCMU));
    Bucket.until(() -> leg.stats().packetsReceived() > 2 && peer.stats().packetsReceived() > 2);
  }

  @AfterEach
  void hangUp() {
    engine.close();
    recordings.close();
  }

  @Test
  void bothPartiesAreSideBySideAndEachOnItsOwnChannel() throws Exception {
    LegRecorder recorder = record(Limits.NONE);
    say(peer, SAID_HZ, 300);
    say(leg, HEARD_HZ, 300);
    say(peer, SAID_HZ, 300);
    short[][] heard = end(recorder);

    int firstSaid = first(heard[0], SAID_HZ);
    int played = first(heard[1], HEARD_HZ);
    assertThat(frames(heard[0], SAID_HZ)).isBetween(26, 30);
    assertThat(frames(heard[1], HEARD_HZ)).isBetween(13, 15);
    assertThat(frames(heard[0], HEARD_HZ) + frames(heard[1], SAID_HZ)).isZero();
    assertThat(played - firstSaid).as("frames from one voice to the next").isBetween(15, 19);
    assertThat(heard[0]).hasSameSizeAs(heard[1]);
  }

  @Test
  void aPauseIsSilenceBetweenTwoTonesAndTakesItsTime() throws Exception {
    LegRecorder recorder = record(Limits.NONE);
    say(leg, HEARD_HZ, 400);
    recorder.pause();
    long paused = System.nanoTime();
    say(leg, HEARD_HZ, 1000);
    recorder.resume();
    int frames = (int) ((System.nanoTime() - paused) / 20_000_000);
    say(leg, HEARD_HZ, 400);
    short[][] heard = end(recorder);

    for (short[] channel : heard) {
      int begin = first(channel, PauseMarks.PAUSED_HZ);
      int end = first(channel, PauseMarks.RESUMED_HZ);
      assertThat(frames(channel, PauseMarks.PAUSED_HZ)).isBetween(11, 13);
      assertThat(frames(channel, PauseMarks.RESUMED_HZ)).isBetween(11, 13);
      // the last quarter of a second of the pause is the second tone
      assertThat(end - begin).isBetween(frames - 15, frames - 10);
    }
    assertThat(frames(heard[1], HEARD_HZ)).as("nothing of the pause").isBetween(33, 41);
  }

  @Test
  void aLegThatSaysNothingIsAsLongAsItWas() throws Exception {
    peer.close();
    long begin = System.nanoTime();
    LegRecorder recorder = record(Limits.NONE);
    say(leg, HEARD_HZ, 600);
    short[][] heard = end(recorder);
    long millis = (System.nanoTime() - begin) / 1_000_000;
    assertThat(heard[0].length / 8.0).isBetween(560.0, (double) millis);
    assertThat(heard[0]).containsOnly((short) 0);
  }

  @Test
  void silenceEndsItOnceItHasLastedLongEnough() throws Exception {
    LegRecorder recorder =
        LegRecorder.start(
            recordings.begin("calls", "a.wav", Map.of(), 1),
            List.of(leg.openReader()),
            new Limits(Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(1)), 200));
    say(peer, SAID_HZ, 500);
    assertThat(recorder.ended().join()).isEqualTo(End.SILENCE);
    assertThat(recorder.recording().length()).isBetween(ms(1450), ms(3000));
  }

  @Test
  void itIsNoLongerThanItMayBe() throws Exception {
    LegRecorder recorder =
        LegRecorder.start(
            recordings.begin("calls", "a.wav", Map.of(), 1),
            List.of(leg.openReader()),
            new Limits(Duration.ofMillis(500), Optional.empty(), 0));
    assertThat(recorder.ended().join()).isEqualTo(End.LONGEST);
    assertThat(recorder.recording().length()).isEqualTo(ms(500));
  }

  private static Duration ms(int millis) {
    return Duration.ofMillis(millis);
  }

  private LegRecorder record(Limits limits) {
    return LegRecorder.start(
        recordings.begin("calls", "a.wav", Map.of(), 2),
        List.of(leg.openReader(), leg.openSentReader()),
        limits);
  }

  private static void say(RtpStream stream, int hertz, int millis) throws Exception {
    short[] tone = new short[8 * millis];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (short) (9000 * Math.sin(2 * Math.PI * hertz * i / 8000));
    }
    stream.awaitSent(stream.write(tone, 0, tone.length));
  }

  /** Ends the recording and gives its two channels as they are in the bucket. */
  private short[][] end(LegRecorder recorder) throws Exception {
    say(leg, 0, 200); // what is under way arrives
    recorder.stop();
    assertThat(recorder.ended().join()).isEqualTo(End.STOPPED);
    recorder.recording().deliver().join();
    ByteBuffer file =
        ByteBuffer.wrap(bucket.stored().get("calls/a.wav").content())
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(file.getShort(22)).isEqualTo((short) 2);
    assertThat(file.getInt(24)).isEqualTo(8000);
    assertThat(file.getInt(40)).isEqualTo(file.limit() - 44);
    short[][] channels = new short[2][(file.limit() - 44) / 4];
    file.position(44);
    for (int i = 0; i < channels[0].length; i++) {
      channels[0][i] = file.getShort();
      channels[1][i] = file.getShort();
    }
    return channels;
  }

  private static int frames(short[] channel, int hertz) {
    int found = 0;
    for (int at = 0; at + FRAME <= channel.length; at += FRAME) {
      found += isTone(channel, at, hertz) ? 1 : 0;
    }
    return found;
  }

  private static int first(short[] channel, int hertz) {
    for (int at = 0; at + FRAME <= channel.length; at += FRAME) {
      if (isTone(channel, at, hertz)) {
        return at / FRAME;
      }
    }
    throw new AssertionError("no " + hertz + " Hz");
  }

  private static boolean isTone(short[] channel, int at, int hertz) {
    double re = 0;
    double im = 0;
    double energy = 0;
    for (int i = 0; i < FRAME; i++) {
      double phase = 2 * Math.PI * hertz * i / 8000;
      re += channel[at + i] * Math.cos(phase);
      im += channel[at + i] * Math.sin(phase);
      energy += (double) channel[at + i] * channel[at + i];
    }
    return energy > 160.0 * 1_000_000 && 2 * (re * re + im * im) / (FRAME * energy) > 0.7;
  }
}
