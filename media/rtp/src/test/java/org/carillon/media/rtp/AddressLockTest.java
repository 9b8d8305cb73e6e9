package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.media.rtp.Tones.until;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.carillon.media.rtp.AddressLock.Source;
import org.carillon.media.rtp.MediaConfig.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whose packets count when a re-INVITE names another address (RFC 4961, RFC 3264 section 8.3.1).
 */
@Timeout(60)
class AddressLockTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
  private NioPoller poller;
  private PacketPoller.Socket socket;
  private AddressLock lock;

  @BeforeEach
  void aSourceIsLockedOn() throws IOException {
    poller = new NioPoller();
    socket = poller.bind(new InetSocketAddress(loopback, 0));
    lock = new AddressLock(poller, socket);
    signal(4000, 0);
    lockOn(4000, 1);
  }

  @AfterEach
  void close() {
    socket.close();
    poller.close();
  }

  @Test
  void packetsUnderWayFromTheOldSourceAreHeardAndNotLockedOn() {
    signal(5000, 10);

    assertThat(source(4000, 20)).isEqualTo(Source.FORMER);
    assertThat(lock.target().port()).isEqualTo(5000);
    assertThat(source(6000, 20)).as("the new one may be behind a NAT").isEqualTo(Source.CANDIDATE);
    lockOn(6000, 21);
    assertThat(source(4000, 30)).isEqualTo(Source.STRANGER);
    assertThat(lock.target().port()).isEqualTo(6000);
  }

  @Test
  void anExchangeThatGoesOnSendingFromOneAddressIsLockedOnAgainAfterASecond() {
    signal(5000, 10);

    assertThat(source(4000, 1009)).isEqualTo(Source.FORMER);
    assertThat(source(4000, 1010)).isEqualTo(Source.CANDIDATE);
  }

  @Test
  void theOldSourceIsTheNewAddress() {
    signal(5000, 10);
    lockOn(6000, 20);

    signal(6000, 30);

    assertThat(source(6000, 31)).isEqualTo(Source.CANDIDATE);
  }

  @Test
  void whatWeSayGoesToTheNewAddressThoughTheOldOneStillSends() throws Exception {
    try (MediaEngine engine =
        MediaEngine.start(MediaConfig.anyPorts().withTransport(Transport.NIO).withThreads(1))) {
      RtpStream stream = engine.open(loopback);
      try (Phone before = new Phone(loopback, stream);
          Phone after = new Phone(loopback, stream)) {
        stream.start(StreamParameters.of(before.address(), G711.PCMU));
        BetweenTwoPhones.settle(stream);
        before.send(0, 1, 160, new byte[160]);
        until("locked", () -> stream.learnedRemote().isPresent());

        stream.update(StreamParameters.of(after.address(), G711.PCMU));
        BetweenTwoPhones.settle(stream);
        before.send(0, 2, 320, new byte[160]);
        until("it is heard", () -> stream.stats().packetsReceived() == 2);

        for (int i = 0; i < 5; i++) {
          after.receive(); // who only listens hears us
        }
        assertThat(stream.learnedRemote()).isEmpty();
      }
    }
  }

  private void signal(int port, long millis) {
    Peer rtp = peer(port);
    lock.signal(rtp, peer(port + 1), millis * MILLI);
  }

  private void lockOn(int port, long millis) {
    lock.lock(peer(port).high(), peer(port).low(), port, millis * MILLI);
  }

  private Source source(int port, long millis) {
    return lock.source(peer(port).high(), peer(port).low(), port, millis * MILLI);
  }

  private Peer peer(int port) {
    return Peer.of(new InetSocketAddress(loopback, port), poller);
  }
}
