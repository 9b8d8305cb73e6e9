package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.carillon.media.rtp.srtp.SrtpKey;
import org.carillon.media.rtp.srtp.SrtpReceiver;
import org.carillon.media.rtp.srtp.SrtpScratch;
import org.carillon.media.rtp.srtp.SrtpSuite;
import org.junit.jupiter.api.Test;

/** Packets with bytes changed, cut and joined: every reader says yes or no, and nothing else. */
class HostilePacketsTest {
  private static final int ROUNDS = 100_000;
  private static final List<byte[]> SEEDS =
      List.of(
          seed("8000000100000002000000030102030405060708"),
          seed("b28000010000000200000003000000040000000500010001aabbccddeeff000102000003"),
          seed("80650001000000a0000000030a8a00a0"),
          seed("80c9000100000007"),
          seed(
              "81c8000c000000070000000000000000000000000000000000000000"
                  + "000000090000000100000002000000030000000400000005"),
          seed("80c900010000000781ca0003000000070104616263640000"),
          seed("80c900010000000780cb0001000000070000"));

  private final Random random = new Random(11);
  private final ByteBuffer packet = ByteBuffer.allocateDirect(PacketPoller.MAX_PACKET);

  private static byte[] seed(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** Puts a changed seed into the buffer; returns its length. */
  private int next() {
    byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size())).clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
    packet.put(0, bytes);
    if (random.nextInt(8) == 0) {
      byte[] more = SEEDS.get(random.nextInt(SEEDS.size()));
      packet.put(length, more);
      length += more.length;
    }
    return length;
  }

  @Test
  void payloadsLieWithinTheirPackets() {
    RtpPacket header = new RtpPacket();
    TelephoneEventReceiver events = new TelephoneEventReceiver();
    ReceptionStatistics reception = new ReceptionStatistics();
    int valid = 0;
    for (int i = 0; i < ROUNDS; i++) {
      int length = next();
      if (header.read(packet, length)) {
        valid++;
        assertThat(header.payloadOffset()).isBetween(12, length);
        assertThat(header.payloadOffset() + header.payloadLength()).isLessThanOrEqualTo(length);
        reception.packet(header.ssrc(), header.sequence());
        reception.arrival(header.timestamp(), i * 20_000_000L, 48_000);
        events.packet(
            packet,
            header,
            digit -> assertThat("0123456789*#ABCD").contains("" + digit),
            i * 20_000_000L);
      }
    }
    assertThat(valid).isBetween(1, ROUNDS - 1);
    assertThat(reception.jitter()).isNotNegative();
  }

  @Test
  void reportsAreReadOrRefused() {
    Counters counters = new Counters();
    RtcpSession session = new RtcpSession(9, new ReceptionStatistics(), counters);
    int valid = 0;
    for (int i = 0; i < ROUNDS; i++) {
      valid += session.read(packet, next(), i) ? 1 : 0;
    }
    assertThat(valid).isBetween(1, ROUNDS - 1);
    assertThat(counters.snapshot().roundTripMillis()).isBetween(-1.0, 10_000.0);
  }

  @Test
  void nothingMadeUpIsGenuine() {
    for (SrtpSuite suite : SrtpSuite.values()) {
      byte[] key = new byte[suite.keyBytes() + SrtpSuite.SALT_BYTES];
      SrtpReceiver receiver =
          new SrtpReceiver(new SrtpKey(suite, key, new byte[] {1}), new SrtpScratch());
      for (int i = 0; i < ROUNDS / 10; i++) {
        assertThat(receiver.rtp(packet, next())).isEqualTo(SrtpReceiver.FORGED);
        assertThat(receiver.rtcp(packet, next())).isEqualTo(SrtpReceiver.FORGED);
      }
    }
  }
}
