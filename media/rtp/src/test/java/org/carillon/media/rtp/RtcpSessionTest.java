package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcpSessionTest {
  private static final int SSRC = 0x11111111;
  private static final int OTHER = 0x22222222;

  private final Counters counters = new Counters();
  private final ReceptionStatistics reception = new ReceptionStatistics();
  private final RtcpSession session = new RtcpSession(SSRC, reception, counters);
  private final ByteBuffer buffer = ByteBuffer.allocate(PacketPoller.MAX_PACKET);

  @Test
  void aSenderReportsWithItsNameAndSaysBye() {
    counters.set(Counters.Counter.PACKETS_SENT, 50);
    counters.set(Counters.Counter.BYTES_SENT, 8000);
    reception.packet(OTHER, 10);
    reception.packet(OTHER, 13);

    int length = session.write(buffer, 1234, true, 0);

    assertThat(length % 4).isZero();
    assertThat(buffer.get(0)).as("version 2, one block").isEqualTo((byte) 0x81);
    assertThat(buffer.get(1) & 0xFF).as("SR").isEqualTo(200);
    assertThat(buffer.getShort(2)).isEqualTo((short) 12);
    assertThat(buffer.getInt(4)).isEqualTo(SSRC);
    assertThat(buffer.getInt(16)).isEqualTo(1234);
    assertThat(buffer.getInt(20)).isEqualTo(50);
    assertThat(buffer.getInt(24)).isEqualTo(8000);
    assertThat(buffer.getInt(28)).isEqualTo(OTHER);
    assertThat(buffer.getInt(32)).as("half lost, two packets").isEqualTo(0x80000002);
    assertThat(buffer.getInt(36)).as("highest sequence").isEqualTo(13);
    assertThat(buffer.get(53) & 0xFF).as("SDES").isEqualTo(202);
    assertThat(buffer.get(length - 7) & 0xFF).as("BYE").isEqualTo(203);
    // what it writes, another session reads
    assertThat(new RtcpSession(OTHER, new ReceptionStatistics(), counters).read(buffer, length, 0))
        .isTrue();
  }

  @Test
  void withoutSendingItIsAReceiverReport() {
    int length = session.write(buffer, 0, false, 0);
    assertThat(buffer.get(0)).isEqualTo((byte) 0x80);
    assertThat(buffer.get(1) & 0xFF).isEqualTo(201);
    assertThat(length).isGreaterThan(8);
  }

  @Test
  void theOtherSidesViewOfUsIsKept() {
    Counters theirs = new Counters();
    theirs.set(Counters.Counter.PACKETS_SENT, 1);
    ReceptionStatistics ofUs = new ReceptionStatistics();
    ofUs.packet(SSRC, 1);
    ofUs.packet(SSRC, 4);
    RtcpSession other = new RtcpSession(OTHER, ofUs, theirs);
    counters.set(Counters.Counter.PACKETS_SENT, 5);

    // we report, they answer half a second later
    int length = session.write(buffer, 0, false, 0);
    assertThat(other.read(buffer, length, 0)).isTrue();
    length = other.write(buffer, 0, false, 0);
    assertThat(session.read(buffer, length, 0)).isTrue();

    StreamStats stats = counters.snapshot();
    assertThat(stats.remoteLossFraction()).isEqualTo(0.5);
    assertThat(stats.roundTripMillis()).isBetween(0.0, 5000.0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing,                    ''",
    "a header cut,               80c9",
    "version 1,                  40c9000122222222",
    "length past the end,        80c9000222222222",
    "SDES first,                 80ca000122222222",
    "an RTP packet,              800000010000000200000003",
    "a block that does not fit,  81c9000122222222",
    "a sender report cut,        80c8000122222222",
    "an unknown type behind,     80c900012222222280170000"
  })
  void refusesWhatIsNoRtcp(String name, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(session.read(ByteBuffer.wrap(bytes), bytes.length, 0)).as(name).isFalse();
  }
}
