package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.carillon.media.rtp.AddressLock.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is heard when strangers send to an open port before the peer does (V15). */
class StrangerSourcesTest {
  private static final Duration RINGING = Duration.ofMinutes(1);

  private final TiedSocket socket = new TiedSocket();
  private NioPoller poller;
  private AddressLock lock;

  @BeforeEach
  void open() throws Exception {
    poller = new NioPoller();
    lock = new AddressLock(poller, socket);
  }

  @AfterEach
  void close() {
    poller.close();
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.7, 203.0.113.66", // another host
    "198.51.100.7, 198.51.100.7", // another port of the same host
    "192.168.1.7, 192.168.1.66", // both in our own network
    "2001:db8::7, 2001:db8::66"
  })
  void aStrangerThatWasQuickerGivesWayToThePeer(String host, String stranger) {
    signal(host, 4000);
    packet(stranger, 6666, Duration.ZERO);
    assertThat(lock.learned()).isEqualTo(address(stranger, 6666));

    packet(host, 4000, Duration.ofSeconds(4));

    assertThat(lock.learned()).isEqualTo(address(host, 4000));
    assertThat(packet(stranger, 6666, Duration.ofSeconds(4))).isEqualTo(Source.STRANGER);
  }

  @Test
  void aPeerThatIsSilentWhileItRingsIsHeardWhenItSpeaks() {
    signal("198.51.100.7", 4000);
    packet("203.0.113.66", 6666, Duration.ZERO);
    lock.settle(RINGING.toNanos(), true);

    assertThat(socket.tiedTo).as("strangers do not get the socket").isEmpty();
    assertThat(packet("198.51.100.7", 4000, RINGING)).isEqualTo(Source.CANDIDATE);
    assertThat(lock.learned()).isEqualTo(address("198.51.100.7", 4000));
  }

  @Test
  void aPeerWhoseNatChangedItsPortIsNearerThanAStranger() {
    signal("198.51.100.7", 4000);
    packet("203.0.113.66", 6666, Duration.ZERO);

    packet("198.51.100.7", 4444, Duration.ofSeconds(1));

    assertThat(lock.learned()).isEqualTo(address("198.51.100.7", 4444));
    assertThat(packet("203.0.113.66", 6666, RINGING)).isEqualTo(Source.STRANGER);
    assertThat(packet("198.51.100.7", 5555, RINGING)).isEqualTo(Source.STRANGER);
  }

  @Test
  void aFloodAfterThePeerSpokeEndsInTheSystemAtOnce() {
    signal("198.51.100.7", 4000);
    packet("198.51.100.7", 4000, Duration.ZERO);

    lock.settle(1, true);

    assertThat(socket.tiedTo).contains(address("198.51.100.7", 4000));
  }

  @Test
  void aPeerBehindANatHasTheSocketAfterAWhile() {
    signal("192.168.1.7", 4000);
    packet("203.0.113.7", 4444, Duration.ZERO);

    lock.settle(Duration.ofSeconds(4).toNanos(), true);
    assertThat(socket.tiedTo).as("it may be a stranger").isEmpty();
    lock.settle(Duration.ofSeconds(5).toNanos(), false);

    assertThat(socket.tiedTo).contains(address("203.0.113.7", 4444));
  }

  // ---- one that sends from one address whatever it signals

  @Test
  void aStrangerThatWasQuickerThanAnExchangeThatMovedGivesWayToIt() {
    signal("198.51.100.7", 4000);
    packet("198.51.100.7", 4000, Duration.ZERO);
    signal("198.51.100.200", 4000, Duration.ofSeconds(20));
    packet("203.0.113.66", 6666, Duration.ofMillis(20_500));
    assertThat(packet("198.51.100.7", 4000, Duration.ofMillis(20_900)))
        .as("packets under way draw nothing back")
        .isEqualTo(Source.STRANGER);

    packet("198.51.100.7", 4000, Duration.ofSeconds(21));

    assertThat(lock.learned()).isEqualTo(address("198.51.100.7", 4000));
    assertThat(packet("203.0.113.66", 6666, Duration.ofSeconds(22))).isEqualTo(Source.STRANGER);
    lock.settle(Duration.ofSeconds(60).toNanos(), true);
    packet("198.51.100.200", 4000, Duration.ofSeconds(60));
    assertThat(lock.learned()).as("the new one speaks").isEqualTo(address("198.51.100.200", 4000));
  }

  @Test
  void anExchangeThatMovesTwiceInASecondIsStillNotDrawnBackByWhatIsUnderWay() {
    signal("198.51.100.7", 4000);
    packet("198.51.100.7", 4000, Duration.ZERO);

    signal("198.51.100.200", 4000, Duration.ofMillis(500));
    signal("198.51.100.201", 4000, Duration.ofMillis(600));

    assertThat(packet("198.51.100.7", 4000, Duration.ofMillis(700))).isEqualTo(Source.FORMER);
  }

  // ---- one that never sends from the address it signals

  @Test
  void onePacketInTheNameOfTheSignalledAddressSilencesACallForASecondOnly() {
    signal("198.51.100.7", 4000);
    talk("203.0.113.7", 4444, Duration.ZERO, Duration.ofSeconds(30));

    packet("198.51.100.7", 4000, Duration.ofSeconds(30));
    talk("203.0.113.7", 4444, Duration.ofSeconds(30), Duration.ofSeconds(35));

    assertThat(lock.learned()).isEqualTo(address("203.0.113.7", 4444));
    assertThat(socket.tiedTo).isEmpty();
    Duration afterHold = Duration.ofMinutes(5);
    packet("198.51.100.7", 4000, afterHold);
    lock.settle(afterHold.plusSeconds(40).toNanos(), true);
    talk("203.0.113.7", 4444, afterHold.plusSeconds(41), afterHold.plusSeconds(42));
    assertThat(lock.learned()).as("another such").isEqualTo(address("203.0.113.7", 4444));
  }

  @Test
  void whoAnswersAfterLongEarlyMediaFromAnotherPlaceIsHeardAtOnceAndHasTheSocketInTheEnd() {
    signal("198.51.100.7", 4000);
    talk("203.0.113.7", 4444, Duration.ZERO, RINGING);

    packet("198.51.100.7", 4000, RINGING);
    assertThat(lock.learned()).isEqualTo(address("198.51.100.7", 4000));
    assertThat(packet("203.0.113.7", 4444, RINGING)).isEqualTo(Source.STRANGER);
    talk("198.51.100.7", 4000, RINGING, RINGING.plusSeconds(30));

    assertThat(socket.tiedTo).contains(address("198.51.100.7", 4000));
  }

  @Test
  void aStrangerThatWasQuickerHasNoWayBackWhenThePeerIsSilent() {
    signal("198.51.100.7", 4000);
    talk("203.0.113.66", 6666, Duration.ZERO, Duration.ofSeconds(20));
    packet("198.51.100.7", 4000, Duration.ofSeconds(20));

    assertThat(packet("203.0.113.66", 6666, Duration.ofSeconds(22))).isEqualTo(Source.STRANGER);
  }

  private void signal(String host, int port) {
    signal(host, port, Duration.ZERO);
  }

  private void signal(String host, int port, Duration at) {
    lock.signal(
        Peer.of(address(host, port), poller),
        Peer.of(address(host, port + 1), poller),
        at.toNanos());
  }

  /** A packet each 20 ms; the stream looks after its lock now and then. */
  private void talk(String host, int port, Duration from, Duration to) {
    for (Duration at = from; at.compareTo(to) <= 0; at = at.plusMillis(20)) {
      packet(host, port, at);
      lock.settle(at.toNanos(), true);
    }
  }

  /** A plausible packet comes; says what its source was before it. */
  private Source packet(String host, int port, Duration at) {
    InetAddress address = InetAddress.ofLiteral(host);
    long high = Peer.high(address);
    long low = Peer.low(address);
    Source source = lock.source(high, low, port, at.toNanos());
    if (source == Source.CANDIDATE) {
      lock.lock(high, low, port, at.toNanos());
    } else if (source == Source.LOCKED) {
      lock.heard(at.toNanos());
    }
    return source;
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  /** Knows whom it is tied to. */
  private static final class TiedSocket implements PacketPoller.Socket {
    private Optional<InetSocketAddress> tiedTo = Optional.empty();

    @Override
    public InetSocketAddress localAddress() {
      return address("127.0.0.1", 5000);
    }

    @Override
    public boolean send(ByteBuffer packet, int length, Peer to) {
      return true;
    }

    @Override
    public void connect(Peer to) {
      tiedTo = Optional.of(to.address());
    }

    @Override
    public void disconnect() {
      tiedTo = Optional.empty();
    }

    @Override
    public void close() {}
  }
}
