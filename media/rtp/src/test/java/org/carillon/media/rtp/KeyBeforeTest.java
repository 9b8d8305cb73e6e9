package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.carillon.media.rtp.Counters.Counter;
import org.carillon.media.rtp.srtp.SrtpKey;
import org.carillon.media.rtp.srtp.SrtpKeys;
import org.carillon.media.rtp.srtp.SrtpScratch;
import org.carillon.media.rtp.srtp.SrtpSender;
import org.carillon.media.rtp.srtp.SrtpSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has only the key that was in use before the last re-INVITE (RFC 4568 section 7.1.4; V4). */
@Timeout(60)
class KeyBeforeTest {
  private static final SrtpKey OLD = key(1);
  private static final SrtpKey NEW = key(2);
  private static final int OLD_PHONE = 4000;
  private static final int NEW_PHONE = 5000;
  private static final int NEW_PHONE_BEHIND_NAT = 5555;
  private static final Duration CHANGE = Duration.ofSeconds(10);

  private final InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
  private final Counters counters = new Counters();
  private final SrtpScratch scratch = new SrtpScratch();
  private final SrtpSender oldPhone = new SrtpSender(OLD, new SrtpScratch());
  private final SrtpSender newPhone = new SrtpSender(NEW, new SrtpScratch());
  private int sequence;
  private NioPoller poller;
  private PacketPoller.Socket socket;
  private AddressLock lock;
  private StreamReceiver receiver;

  @BeforeEach
  void aCallMovesToAnotherPhoneAndAnotherKey() throws IOException {
    poller = new NioPoller();
    socket = poller.bind(new InetSocketAddress(loopback, 0));
    lock = new AddressLock(poller, socket);
    receiver = new StreamReceiver(lock, 9, counters, () -> {});
    agree(OLD_PHONE, OLD, Duration.ZERO);
    say(oldPhone, OLD_PHONE, Duration.ofSeconds(1));
    assertThat(lock.learned().getPort()).isEqualTo(OLD_PHONE);
    agree(NEW_PHONE, NEW, CHANGE);
  }

  @AfterEach
  void close() {
    socket.close();
    poller.close();
  }

  @Test
  void whatTheOldPhoneHadUnderWayIsHeard() {
    say(oldPhone, OLD_PHONE, CHANGE.plusMillis(500));

    assertThat(counters.get(Counter.PACKETS_RECEIVED)).isEqualTo(2);
    assertThat(lock.target().port()).isEqualTo(NEW_PHONE);
  }

  @Test
  void theOldPhoneDrawsNothingBackFromANewOneThatOnlyListens() {
    say(oldPhone, OLD_PHONE, CHANGE.plusMillis(1500));

    assertThat(lock.learned()).isNull();
    assertThat(lock.target().port()).isEqualTo(NEW_PHONE);
  }

  @Test
  void afterTwoSecondsTheOldKeyOpensNothing() {
    say(oldPhone, OLD_PHONE, CHANGE.plusMillis(2000));

    assertThat(counters.get(Counter.PACKETS_RECEIVED)).isEqualTo(1);
    assertThat(counters.get(Counter.FORGED)).isEqualTo(1);
  }

  @Test
  void ofTheOldKeyFiveSecondsOfAudioAreHeardHoweverQuickTheyCome() {
    for (int i = 0; i < 260; i++) {
      say(oldPhone, OLD_PHONE, CHANGE.plusMillis(i));
    }

    assertThat(counters.get(Counter.PACKETS_RECEIVED)).isEqualTo(251);
    assertThat(counters.get(Counter.FORGED)).isEqualTo(10);
  }

  @Test
  void theNewPhoneIsLockedOnWhenItSpeaks() {
    say(newPhone, NEW_PHONE_BEHIND_NAT, CHANGE.plusMillis(1500));

    assertThat(lock.target().port()).isEqualTo(NEW_PHONE_BEHIND_NAT);
  }

  private void agree(int port, SrtpKey theirs, Duration at) {
    lock.signal(peer(port), peer(port + 1), at.toNanos());
    receiver.apply(
        StreamParameters.of(new InetSocketAddress(loopback, port), G711.PCMU)
            .withSrtp(new SrtpKeys(key(3), theirs)),
        scratch,
        at.toNanos());
  }

  private void say(SrtpSender phone, int port, Duration at) {
    ByteBuffer packet = ByteBuffer.allocate(PacketPoller.MAX_PACKET);
    sequence++;
    packet.put(0, Phone.packet(0, sequence, 160 * sequence, new byte[160]));
    int length = phone.rtp(packet, 12, 172, 7, sequence);
    receiver.rtp(packet, length, peer(port).high(), peer(port).low(), port, at.toNanos());
  }

  private Peer peer(int port) {
    return Peer.of(new InetSocketAddress(loopback, port), poller);
  }

  private static SrtpKey key(int seed) {
    SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    byte[] material = new byte[suite.keyBytes() + SrtpSuite.SALT_BYTES];
    Arrays.fill(material, (byte) seed);
    return new SrtpKey(suite, material, new byte[0]);
  }
}
