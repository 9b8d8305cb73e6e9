package org.carillon.media.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a receiver takes and what it does not. */
class SrtpReceiverTest {
  private static final int SSRC = 0x01020304;
  private static final int BYTES = 172;

  private final SrtpScratch scratch = new SrtpScratch();
  private final ByteBuffer packet = ByteBuffer.allocateDirect(2048);
  private final SrtpKey key = key(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 1, 0);
  private final SrtpSender sender = new SrtpSender(key, scratch);
  private final SrtpReceiver receiver = new SrtpReceiver(key, scratch);

  private static SrtpKey key(SrtpSuite suite, int seed, int mkiBytes) {
    byte[] bytes = new byte[suite.keyBytes() + SrtpSuite.SALT_BYTES];
    new Random(seed).nextBytes(bytes);
    byte[] mki = new byte[mkiBytes];
    new Random(seed + 1).nextBytes(mki);
    return new SrtpKey(suite, bytes, mki);
  }

  private void plain(long index) {
    for (int i = 12; i < BYTES; i++) {
      packet.put(i, (byte) i);
    }
    packet.putShort(0, (short) 0x8000).putShort(2, (short) index).putInt(4, 7).putInt(8, SSRC);
  }

  private int send(SrtpSender from, long index) {
    plain(index);
    return from.rtp(packet, 12, BYTES, SSRC, index);
  }

  @ParameterizedTest
  @EnumSource(SrtpSuite.class)
  void everySuiteRoundTripsWithAndWithoutAnIdentifier(SrtpSuite suite) {
    for (int mki : new int[] {0, 4, 128}) {
      SrtpKey k = key(suite, 5, mki);
      int length = send(new SrtpSender(k, scratch), 9);
      assertThat(length).isEqualTo(BYTES + suite.tagBytes() + mki);
      assertThat(packet.get(12)).isNotEqualTo((byte) 12);
      assertThat(new SrtpReceiver(k, scratch).rtp(packet, length)).isEqualTo(BYTES);
      for (int i = 12; i < BYTES; i++) {
        assertThat(packet.get(i)).isEqualTo((byte) i);
      }
    }
  }

  @Test
  void everyChangedBitIsSeenAndChangesNothing() {
    int length = send(sender, 1);
    byte[] sent = new byte[length];
    packet.get(0, sent);
    for (int bit = 0; bit < 8 * length; bit++) {
      packet.put(0, sent);
      packet.put(bit / 8, (byte) (sent[bit / 8] ^ 1 << bit % 8));
      byte[] before = new byte[length];
      packet.get(0, before);
      assertThat(receiver.rtp(packet, length)).as("bit %d", bit).isEqualTo(SrtpReceiver.FORGED);
      byte[] after = new byte[length];
      packet.get(0, after);
      assertThat(after).isEqualTo(before);
    }
    for (int cut = 0; cut < length; cut++) {
      packet.put(0, sent);
      assertThat(receiver.rtp(packet, cut)).isEqualTo(SrtpReceiver.FORGED);
    }
    packet.put(0, sent);
    assertThat(receiver.rtp(packet, length)).isEqualTo(BYTES);
  }

  @Test
  void aReplayIsSeenAndReorderingIsNone() {
    for (long index : new long[] {100, 103, 101, 230, 102 + 1000}) {
      assertThat(receiver.rtp(packet, send(sender, index))).isEqualTo(BYTES);
      assertThat(receiver.rtp(packet, send(sender, index))).isEqualTo(SrtpReceiver.REPLAYED);
    }
    assertThat(receiver.rtp(packet, send(sender, 1102 - 127))).isEqualTo(BYTES);
    assertThat(receiver.rtp(packet, send(sender, 1102 - 128))).isEqualTo(SrtpReceiver.REPLAYED);
  }

  @Test
  void theRolloverCounterIsFollowedOverLossAndDisorder() {
    for (long index :
        new long[] {65_534, 65_537, 65_535, 65_536, 98_000, 130_000, 131_073, 131_071}) {
      assertThat(receiver.rtp(packet, send(sender, index))).as("index %d", index).isEqualTo(BYTES);
    }
  }

  @Test
  void aNewKeyGoesOnWithTheCounterOrBeginsAnew() {
    receiver.rtp(packet, send(sender, 60_000));
    receiver.rtp(packet, send(sender, 90_000));
    SrtpKey other = key(SrtpSuite.AES_CM_256_HMAC_SHA1_32, 2, 0);
    SrtpSender rekeyed = new SrtpSender(other, scratch);
    assertThat(receiver.rtp(packet, send(rekeyed, 90_001))).isEqualTo(SrtpReceiver.FORGED);

    SrtpReceiver goesOn = receiver.rekeyed(other);
    assertThat(goesOn.rtp(packet, send(rekeyed, 90_001))).isEqualTo(BYTES);
    assertThat(goesOn.rtp(packet, send(rekeyed, 90_002))).isEqualTo(BYTES);

    SrtpReceiver beginsAnew = receiver.rekeyed(other);
    assertThat(beginsAnew.rtp(packet, send(rekeyed, 90_001 & 0xFFFF))).isEqualTo(BYTES);
    assertThat(beginsAnew.rtp(packet, send(rekeyed, 90_002 & 0xFFFF))).isEqualTo(BYTES);
  }

  @Test
  void aNewKeyMayComeWithASequenceNumberThatHasWrapped() {
    for (long index = 0; index < 0x1FFF0; index += 0x7000) {
      receiver.rtp(packet, send(sender, index));
    }
    receiver.rtp(packet, send(sender, 0x1FFF0));
    SrtpKey other = key(SrtpSuite.AES_CM_256_HMAC_SHA1_32, 2, 0);

    assertThat(receiver.rekeyed(other).rtp(packet, send(new SrtpSender(other, scratch), 0x20005)))
        .isEqualTo(BYTES);
  }

  @Test
  void theIndexOfReportsIsNotSetBackByANewKey() {
    SrtpKey other = key(SrtpSuite.AES_CM_256_HMAC_SHA1_32, 2, 0);
    List<Integer> indexes = new ArrayList<>();

    SrtpSender first = new SrtpSender(key, scratch);
    indexes.add(indexOfReport(first));
    indexes.add(indexOfReport(first));
    SrtpSender second = first.rekeyed(other);
    indexes.add(indexOfReport(second));
    indexes.add(indexOfReport(second.rekeyed(key)));

    // RFC 3711 section 3.4; the first key would encrypt two reports alike else
    assertThat(indexes).containsExactly(1, 2, 3, 4);
  }

  private int indexOfReport(SrtpSender from) {
    packet.putInt(0, 0x80C90001).putInt(4, SSRC);
    from.rtcp(packet, 8);
    return packet.getInt(8) & 0x7FFFFFFF;
  }

  @Test
  void reportsAreCheckedToo() {
    packet.putInt(0, 0x80C90001).putInt(4, SSRC);
    int length = sender.rtcp(packet, 8);
    byte[] sent = new byte[length];
    packet.get(0, sent);
    for (int i = 0; i < length; i++) {
      packet.put(0, sent);
      packet.put(i, (byte) (sent[i] ^ 0x10));
      assertThat(receiver.rtcp(packet, length)).as("byte %d", i).isEqualTo(SrtpReceiver.FORGED);
    }
    packet.put(0, sent);
    assertThat(receiver.rtcp(packet, length)).isEqualTo(8);
    packet.put(0, sent);
    assertThat(receiver.rtcp(packet, length)).isEqualTo(SrtpReceiver.REPLAYED);
  }

  @Test
  void aKeyOfTheWrongLengthIsRefusedAndNoKeyIsPrinted() {
    assertThatThrownBy(
            () -> new SrtpKey(SrtpSuite.AES_CM_256_HMAC_SHA1_80, new byte[30], new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(key).hasToString("SRTP key of AES_CM_128_HMAC_SHA1_80");
    assertThat(key).isNotEqualTo(key(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 3, 0));
  }

  @Test
  void aPacketWithoutRoomForItsTagIsNotSent() {
    ByteBuffer full = ByteBuffer.allocate(BYTES + 9);
    assertThat(sender.rtp(full, 12, BYTES, SSRC, 1)).isEqualTo(-1);
    assertThat(sender.rtcp(full, BYTES)).isEqualTo(-1);
  }
}
