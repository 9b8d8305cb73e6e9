package org.carillon.media.ivr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.carillon.media.ivr.Playback.Outcome;
import org.carillon.media.rtp.AudioReader;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PromptPlayerTest {
  private MediaEngine engine;
  private RtpStream caller;
  private RtpStream house;
  private PromptPlayer player;

  @BeforeEach
  void connect() throws Exception {
    engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    caller = engine.open(InetAddress.getLoopbackAddress());
    house = engine.open(InetAddress.getLoopbackAddress());
    caller.start(StreamParameters.of(house.localAddress(), G711.PCMU));
    house.start(StreamParameters.of(caller.localAddress(), G711.PCMU));
    player = new PromptPlayer(house);
  }

  @AfterEach
  void hangUp() {
    engine.close();
  }

  @Test
  void aPromptIsHeardAsOftenAsAsked() throws Exception {
    AudioReader heard = caller.openReader();
    PcmAudio tone = tone(1000, 200);

    Playback playback = player.play(tone, 3);

    assertThat(playback.done().get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.COMPLETED);
    assertThat(house.stats().audioFramesSent()).isEqualTo(30);
    short[] frame = new short[RtpStream.FRAME_SAMPLES];
    int loud = 0;
    while (loud < 30 && heard.read(frame, Duration.ofSeconds(5))) {
      loud += Wav.energy(PcmAudio.of(frame)) > 5000 ? 1 : 0;
    }
    assertThat(loud).isEqualTo(30);
  }

  @Test
  void cancellingStopsWithinAFrame() throws Exception {
    Playback playback = player.play(tone(1000, 5000), Integer.MAX_VALUE);
    until(() -> house.stats().audioFramesSent() > 3);

    playback.cancel();

    assertThat(playback.done().get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.CANCELLED);
    long sent = house.stats().audioFramesSent();
    long packets = house.stats().packetsSent();
    until(() -> house.stats().packetsSent() > packets + 5);
    assertThat(house.stats().audioFramesSent() - sent).isLessThanOrEqualTo(1);
    playback.cancel();
  }

  @Test
  void aNewPromptTakesThePlaceOfTheOld() throws Exception {
    Playback first = player.play(tone(1000, 5000), 1);
    until(() -> house.stats().audioFramesSent() > 1);
    Playback second = player.play(tone(500, 100), 1);

    assertThat(first.done().get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.CANCELLED);
    assertThat(second.done().get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void aHangUpEndsThePlayback() throws Exception {
    Playback playback = player.play(tone(1000, 5000), 1);
    house.close();
    assertThat(playback.done().get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.STREAM_CLOSED);
  }

  @Test
  void anEmptyPromptIsOverAtOnceAndZeroTimesIsRefused() throws Exception {
    Playback playback = player.play(PcmAudio.of(new short[0]), 2);
    assertThat(playback.done().get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.COMPLETED);
    assertThatThrownBy(() -> player.play(tone(1000, 100), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PcmAudio tone(double hertz, int millis) throws AudioFormatException {
    return WavReader.read(Wav.tone(WavReader.PCM, 1, 8000, 16, hertz, millis / 1000.0));
  }

  private static void until(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
