package org.carillon.media.ivr.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.PromptPlayer;
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

/** Phones, each with a tone of its own, in one conference over loopback. */
@Timeout(60)
class ConferenceTest {
  private static final int LOUD = 9000;

  private MediaEngine engine;
  private MixingLoop loop;
  private Conference conference;

  @BeforeEach
  void open() throws IOException {
    engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    loop = MixingLoop.start();
    conference = loop.open();
  }

  @AfterEach
  void close() {
    loop.close();
    engine.close();
  }

  @Test
  void eachHearsTheOthersAndNeverItself() throws Exception {
    Phone ann = phone(600, LOUD);
    Phone bob = phone(1000, LOUD);
    Phone cid = phone(1500, LOUD);

    for (Phone phone : new Phone[] {ann, bob, cid}) {
      until(() -> phone.hears(600) == (phone != ann) && phone.hears(1000) == (phone != bob));
      until(() -> phone.hears(1500) == (phone != cid));
    }
    // on a busy machine a frame may come late, and a gap sounds on all frequencies a little
    until(() -> ann.level(600) < LOUD / 100.0);
    until(() -> Math.abs(ann.level(1000) - LOUD) < LOUD / 10.0);
  }

  @Test
  void onlyTheThreeLoudestAreHeard() throws Exception {
    // so much quieter that it does not keep the place it has before the others are there
    Phone quiet = phone(600, LOUD / 8);
    for (int hertz : new int[] {1000, 1500, 2000}) {
      phone(hertz, LOUD / 3);
    }
    Phone listener = phone(0, 0);

    until(() -> listener.hears(1000, LOUD / 3) && listener.hears(1500, LOUD / 3));
    until(() -> listener.hears(2000, LOUD / 3) && !listener.hears(600, LOUD / 8));
    assertThat(quiet.hears(1000, LOUD / 3)).isTrue();
  }

  @Test
  void aMutedLegIsNotHeardAndHears() throws Exception {
    Phone ann = phone(600, LOUD);
    Phone bob = phone(1000, LOUD);
    until(() -> bob.hears(600));

    ann.leg.mute(true);
    until(() -> !bob.hears(600) && bob.level(600) < 10);
    assertThat(ann.hears(1000)).isTrue();
    assertThat(ann.leg.isMuted()).isTrue();

    ann.leg.mute(false);
    until(() -> bob.hears(600));
  }

  @Test
  void aDeafLegIsHeardAndHearsNothing() throws Exception {
    Phone ann = phone(600, LOUD);
    Phone bob = phone(1000, LOUD);
    ann.leg.deafen(true);

    until(() -> bob.hears(600) && !ann.hears(1000) && ann.level(1000) < 10);
  }

  @Test
  void anEvenHumIsTakenOutOfALegThatWantsIt() throws Exception {
    Phone ann = phone(600, LOUD);
    Phone bob = phone(1000, LOUD);
    until(() -> bob.hears(600));

    ann.leg.suppressNoise(true);
    until(() -> bob.level(600) < LOUD / 3.0);
    assertThat(ann.hears(1000)).isTrue();

    ann.leg.suppressNoise(false);
    until(() -> bob.hears(600));
  }

  @Test
  void whoLeavesIsHeardNoMoreAndHearsSilence() throws Exception {
    Phone ann = phone(600, LOUD);
    Phone bob = phone(1000, LOUD);
    until(() -> bob.hears(600) && ann.hears(1000));

    ann.leg.leave();

    until(() -> !bob.hears(600) && !ann.hears(1000));
    assertThat(conference.size()).isEqualTo(1);
    assertThat(ann.house.stats().packetsSent()).isPositive();
    // the stream is free again
    ann.house.openLive().close();
  }

  @Test
  void aStreamThatEndsLeavesByItself() throws Exception {
    Phone ann = phone(600, LOUD);
    Phone bob = phone(1000, LOUD);
    until(() -> bob.hears(600));

    ann.house.close();

    until(() -> conference.size() == 1 && !bob.hears(600));
  }

  @Test
  void whenNobodySpeaksThereIsSilence() throws Exception {
    phone(0, 0);
    Phone bob = phone(0, 0);
    until(() -> bob.house.stats().packetsReceived() > 20);

    short[] heard = bob.listen();

    assertThat(heard).containsOnly(0);
  }

  @Test
  void aPromptToOneLegTakesThePlaceOfTheMix() throws Exception {
    Phone ann = phone(600, LOUD);
    Phone bob = phone(1000, LOUD);
    until(() -> bob.hears(600));

    var prompt = new PromptPlayer(bob.house).play(tone(1800, LOUD), Integer.MAX_VALUE);
    until(() -> bob.hears(1800) && !bob.hears(600));
    assertThat(ann.hears(1800)).isFalse();

    prompt.cancel();
    until(() -> bob.hears(600) && !bob.hears(1800));
  }

  @Test
  void aClosedConferenceTakesNobodyAndAStreamIsInOneOnly() throws Exception {
    Phone ann = phone(600, LOUD);
    assertThatThrownBy(() -> conference.join(ann.house)).isInstanceOf(IllegalStateException.class);

    conference.close();
    assertThat(conference.size()).isZero();
    assertThatThrownBy(() -> conference.join(ann.house)).hasMessageContaining("closed");
    // and holds on to nothing
    loop.open().join(ann.house).leave();

    loop.close();
    assertThatThrownBy(loop::open).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void mixingAllocatesNothingForALeg() throws Exception {
    for (int i = 0; i < 20; i++) {
      phone(500 + 50 * i, LOUD / 4);
    }
    long thread = threadNamed("carillon-mixing");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    MixingFigures warm = loop.figures();
    until(() -> loop.figures().rounds() - warm.rounds() > 100);

    MixingFigures from = loop.figures();
    long before = threads.getThreadAllocatedBytes(thread);
    until(() -> loop.figures().rounds() - from.rounds() > 50);
    long bytes = threads.getThreadAllocatedBytes(thread) - before;

    MixingFigures all = loop.figures().since(from);
    assertThat(all.legRounds()).isEqualTo(20 * all.rounds());
    // one record of figures a round
    assertThat(bytes / all.legRounds()).isLessThan(8);
  }

  private static long threadNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name) && thread.isAlive())
        .mapToLong(Thread::threadId)
        .max()
        .orElseThrow();
  }

  private static PcmAudio tone(int hertz, int amplitude) {
    short[] pcm = new short[8000];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / 8000));
    }
    return PcmAudio.of(pcm);
  }

  private Phone phone(int hertz, int amplitude) throws IOException {
    return new Phone(hertz, amplitude);
  }

  /** A phone that says its tone all the time, and its leg in the conference. */
  private final class Phone {
    final RtpStream phone = engine.open(InetAddress.getLoopbackAddress());
    final RtpStream house = engine.open(InetAddress.getLoopbackAddress());
    final ConferenceLeg leg;
    private final AudioReader reader = phone.openReader();

    Phone(int hertz, int amplitude) throws IOException {
      phone.start(StreamParameters.of(house.localAddress(), G711.PCMU));
      house.start(StreamParameters.of(phone.localAddress(), G711.PCMU));
      leg = conference.join(house);
      if (amplitude > 0) {
        var _ = new PromptPlayer(phone).play(tone(hertz, amplitude), Integer.MAX_VALUE);
      }
    }

    boolean hears(int hertz) {
      return hears(hertz, LOUD);
    }

    boolean hears(int hertz, int amplitude) {
      return level(hertz) > amplitude / 2.0;
    }

    /**
     * The amplitude of a tone in the next 100 ms (Goertzel's filter at a whole number of cycles).
     */
    double level(int hertz) {
      short[] heard = listen();
      double re = 0;
      double im = 0;
      for (int i = 0; i < heard.length; i++) {
        double phase = 2 * Math.PI * hertz * i / 8000;
        re += heard[i] * Math.cos(phase);
        im += heard[i] * Math.sin(phase);
      }
      return 2 * Math.hypot(re, im) / heard.length;
    }

    short[] listen() {
      short[] heard = new short[5 * RtpStream.FRAME_SAMPLES];
      short[] frame = new short[RtpStream.FRAME_SAMPLES];
      try {
        // what stood in line while nobody listened is old
        while (reader.read(frame, Duration.ZERO)) {}
        for (int at = 0; at < heard.length; at += frame.length) {
          Arrays.fill(frame, (short) 0);
          reader.read(frame, Duration.ofMillis(200));
          System.arraycopy(frame, 0, heard, at, frame.length);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return heard;
    }
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 20 s").isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
