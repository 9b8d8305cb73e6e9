package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcpSessionTest {
  private static final int SSRC = 0x11111111;
  private static final int OTHER = 0x22222222;

  private final Counters counters = new Counters();
  private final ReceptionStatistics reception = new ReceptionStatistics();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final RtcpSession session = new RtcpSession(SSRC, reception, counters, () -> now);
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
    // their clock says what it likes: the round trip is told by ours alone
    RtcpSession other = new RtcpSession(OTHER, ofUs, theirs, () -> Instant.EPOCH);
    counters.set(Counters.Counter.PACKETS_SENT, 5);

    // it takes 125 ms to them, they answer half a second later, and it takes 250 ms back
    int length = session.write(buffer, 0, false, 0);
    assertThat(other.read(buffer, length, Duration.ofHours(7).toNanos())).isTrue();
    length = other.write(buffer, 0, false, Duration.ofHours(7).plusMillis(500).toNanos());
    now = now.plusMillis(125 + 500 + 250);
    assertThat(session.read(buffer, length, 0)).isTrue();

    StreamStats stats = counters.snapshot();
    assertThat(stats.remoteLossFraction()).isEqualTo(0.5);
    assertThat(stats.roundTripMillis()).isEqualTo(375.0);
  }

  @Test
  void theRoundTripIsThatOfTheExampleInTheStandard() {
    // RFC 3550 section 6.4.1, figure 2: at 0xb710:8000 a report with DLSR 5.25 s for 0xb705:2000
    long seconds = 0xE123_B710L - 2_208_988_800L;
    now = Instant.ofEpochSecond(seconds).plusMillis(500);

    assertThat(readReport(0xB705_2000, 0x0005_4000)).isTrue();

    assertThat(counters.snapshot().roundTripMillis()).as("0x0006:2000").isEqualTo(6125.0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "at once,                   0,      0,         0",
    "one unit of the clock,     0,     -1,         0.0152587890625",
    "a delay of theirs,         0x8000, -0xC000,   250",
    "up to ten seconds,         0,     -0x9FFFF,   9999.9847412109375",
    "over ten seconds is odd,   0,     -0xA0000,  -1",
    "a bit below zero is zero,  0,      0x28E,     0",
    "more below zero is odd,    0,      0x290,    -1"
  })
  void theRoundTripIsExact(String name, String delay, String since, double millis) {
    int seconds = (int) (now.getEpochSecond() + 2_208_988_800L) << 16;

    readReport(seconds + Integer.decode(since), Integer.decode(delay));

    assertThat(counters.snapshot().roundTripMillis()).as(name).isEqualTo(millis);
  }

  @Test
  void aReportOfOneWhoHeardNoneOfOursTellsNoRoundTrip() {
    assertThat(readReport(0, 0)).isTrue();
    assertThat(counters.snapshot().roundTripMillis()).isEqualTo(-1);
  }

  @Test
  void whatWeSayOfTheirReportIsItsTimeAndHowLongItIsAgo() {
    reception.packet(OTHER, 10);
    readSenderReport(OTHER, 0x1234_5678, 0x9ABC_DEF0, 1_000_000_000L);

    session.write(buffer, 0, false, 1_250_000_000L);

    assertThat(buffer.getInt(24)).as("LSR: the middle of its time").isEqualTo(0x5678_9ABC);
    assertThat(buffer.getInt(28)).as("DLSR: 250 ms").isEqualTo(0x4000);
  }

  @Test
  void theReportOfASourceBeforeIsNotThatOfTheNewOne() {
    reception.packet(OTHER, 10);
    readSenderReport(OTHER, 0x1234_5678, 0x9ABC_DEF0, 0);
    reception.packet(0x33333333, 700); // another device has the line now

    session.write(buffer, 0, false, 1_000_000_000L);

    assertThat(buffer.getInt(8)).isEqualTo(0x33333333);
    assertThat(buffer.getInt(24)).as("LSR").isZero();
    assertThat(buffer.getInt(28)).as("DLSR").isZero();
  }

  /** A receiver report of the other side about us. */
  private boolean readReport(int lastSenderReport, int delay) {
    ByteBuffer report = ByteBuffer.allocate(32);
    report.putInt(0x81C9_0007).putInt(OTHER).putInt(SSRC).putInt(0).putInt(0).putInt(0);
    report.putInt(lastSenderReport).putInt(delay);
    return session.read(report, 32, 0);
  }

  private void readSenderReport(int ssrc, int seconds, int fraction, long nanoTime) {
    ByteBuffer report = ByteBuffer.allocate(28);
    report.putInt(0x80C8_0006).putInt(ssrc).putInt(seconds).putInt(fraction);
    assertThat(session.read(report, 28, nanoTime)).isTrue();
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
