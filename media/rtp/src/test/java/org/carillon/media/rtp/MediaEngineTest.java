package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.carillon.media.rtp.MediaConfig.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class MediaEngineTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"AUTO", "NIO"})
  void anExhaustedRangeIsAClearErrorAndAFreedPortIsUsedAgain(Transport transport) throws Exception {
    int base = freeRange(4);
    MediaConfig config = new MediaConfig(base, base + 3, 1, transport);
    try (MediaEngine engine = MediaEngine.start(config)) {
      RtpStream first = engine.open(LOOPBACK);
      RtpStream second = engine.open(LOOPBACK);
      assertThat(List.of(first.localPort(), second.localPort()))
          .containsExactlyInAnyOrder(base, base + 2);
      assertThatThrownBy(() -> engine.open(LOOPBACK))
          .isInstanceOf(PortsExhaustedException.class)
          .hasMessageContaining(base + "-" + (base + 3))
          .hasMessageContaining("widen");

      first.close();
      // without epoll a closed socket keeps its port until the selector has looked once more
      Tones.until("the freed port is used again", () -> opens(engine, base));
    }
  }

  private static boolean opens(MediaEngine engine, int port) {
    try {
      return engine.open(LOOPBACK).localPort() == port;
    } catch (IOException notYet) {
      assertThat(notYet).isInstanceOf(PortsExhaustedException.class);
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"AUTO", "NIO"})
  void aPortThatAnotherProgramHasIsPassedOver(Transport transport) throws Exception {
    int base = freeRange(4);
    // its RTCP port is taken, so the pair is of no use
    try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(LOOPBACK, base + 1));
        MediaEngine engine = MediaEngine.start(new MediaConfig(base, base + 3, 1, transport))) {
      assertThat(other.isBound()).isTrue();
      assertThat(engine.open(LOOPBACK).localPort()).isEqualTo(base + 2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"AUTO", "NIO"})
  void anAddressThatIsNotOursIsRefused(Transport transport) throws Exception {
    InetAddress foreign = InetAddress.getByName("192.0.2.1");
    try (MediaEngine engine = MediaEngine.start(new MediaConfig(20_000, 20_009, 1, transport))) {
      assertThatThrownBy(() -> engine.open(foreign))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(PortsExhaustedException.class);
    }
  }

  @Test
  void aClosedEngineOpensNothing() throws Exception {
    MediaEngine engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    RtpStream stream = engine.open(LOOPBACK);
    engine.close();
    engine.close();
    assertThatThrownBy(() -> stream.write(new short[160], 0, 160))
        .isInstanceOf(StreamClosedException.class);
    assertThatThrownBy(() -> engine.open(LOOPBACK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  @ParameterizedTest
  @CsvSource({"5000, 4000", "4001, 4002", "4000, 4000", "-1, 10", "60000, 70000", "0, 10"})
  void aRangeWithoutAPairIsRefused(int first, int last) {
    assertThatThrownBy(() -> MediaConfig.ports(first, last))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(first + "-" + last);
  }

  /**
   * An even port with free neighbours after it, below the ports that the system gives out by
   * itself: there another program could take one before the test does.
   */
  private static int freeRange(int count) {
    while (true) {
      int base = ThreadLocalRandom.current().nextInt(30_000, 32_700) & ~1;
      List<DatagramSocket> held = new ArrayList<>();
      try {
        for (int i = 0; i < count; i++) {
          held.add(new DatagramSocket(new InetSocketAddress(LOOPBACK, base + i)));
        }
        return base;
      } catch (IOException _) {
        // a neighbour is taken: try elsewhere
        assertThat(held).hasSizeLessThan(count);
      } finally {
        held.forEach(DatagramSocket::close);
      }
    }
  }
}
