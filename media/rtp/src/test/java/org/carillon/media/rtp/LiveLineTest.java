package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A round is one take; frame n holds the code word of {@code value(n)}. */
@Timeout(30)
class LiveLineTest {
  private static final int FRAME = RtpStream.FRAME_SAMPLES;
  private static final int NOTHING = -1;
  private static final int SILENCE = -2;

  private final LiveLine line = new LiveLine(closed -> {});
  private final ByteBuffer buffer = ByteBuffer.allocate(PacketPoller.MAX_PACKET);
  private final RtpPacket header = new RtpPacket();

  @Test
  void audioBeginsWithOneFrameInReserveAndGoesOnEvenly() {
    offer(0);
    assertThat(round()).isEqualTo(NOTHING);
    for (int n = 1; n < 100; n++) {
      offer(n);
      assertThat(round()).isEqualTo(n - 1);
    }
  }

  @Test
  void aLatePacketIsTakenFromTheReserveAndTheNextCostsARoundOfSilence() {
    offer(0, 1);
    assertThat(round()).isZero();
    assertThat(round()).isEqualTo(1);
    assertThat(round()).isEqualTo(NOTHING);
    offer(2, 3);
    assertThat(List.of(round(), round())).containsExactly(2, 3);
  }

  @Test
  void aLostPacketIsSilenceAndPacketsArePutInOrder() {
    offer(0, 2, 3, 5, 4);
    assertThat(rounds(6)).containsExactly(0, SILENCE, 2, 3, 4, 5);
  }

  @Test
  void aPauseOfTheSenderAddsNoDelay() {
    offer(0, 1);
    rounds(90);
    offer(90, 91);
    assertThat(rounds(3)).containsExactly(90, 91, NOTHING);
  }

  @Test
  void whatWaitsIsBounded() {
    // 300 ms at once, then evenly
    for (int n = 0; n < 15; n++) {
      offer(n);
    }
    int heard = round();
    assertThat(heard).isGreaterThanOrEqualTo(15 - 6);
    offer(15);
    assertThat(round()).isEqualTo(heard + 1);
  }

  @Test
  void delayThatIsNotNeededForASecondGoesAway() {
    offer(0, 1, 2, 3, 4);
    int behind = 0;
    for (int n = 5; n < 400; n++) {
      int heard = round();
      behind = n - heard;
      offer(n);
    }
    assertThat(behind).isLessThanOrEqualTo(3);
  }

  @Test
  void packetsOf30MillisecondsGoThrough() {
    byte[] payload = new byte[240];
    Arrays.fill(payload, G711.PCMU.encode((short) 4000));
    int taken = 0;
    for (int packet = 0; packet < 20; packet++) {
      offer(packet, 240 * packet, payload);
      // three rounds for two packets
      for (int i = 0; i < 1 + packet % 2; i++) {
        int heard = round();
        assertThat(heard).isNotEqualTo(SILENCE);
        taken += heard == NOTHING ? 0 : 1;
      }
    }
    assertThat(taken).isGreaterThanOrEqualTo(27);
  }

  @Test
  void aTimeLineThatJumpsMakesNoHourOfSilence() {
    offer(0, 1, 2);
    assertThat(rounds(3)).containsExactly(0, 1, 2);
    offer(1_000_000, 1_000_001);
    assertThat(rounds(2)).doesNotContain(SILENCE, NOTHING);
    offer(-1_000_000, -999_999, -999_998);
    assertThat(rounds(3)).doesNotContain(SILENCE, NOTHING);
  }

  @Test
  void atMostThreeFramesStandInLineAndTheyLeaveInOrder() {
    for (int n = 1; n <= 5; n++) {
      short[] frame = new short[FRAME];
      Arrays.fill(frame, value(n));
      line.give(frame);
    }
    assertThat(List.of(sent(), sent())).containsExactly(value(1), value(2));
    line.skip();
    assertThat(line.next(buffer, 0, G711.PCMU)).isFalse();
    line.skip();
    assertThat(line.next(buffer, 0, G711.PCMU)).isFalse();
  }

  private short sent() {
    assertThat(line.next(buffer, 0, G711.PCMU)).isTrue();
    return G711.PCMU.decode(buffer.get(FRAME - 1));
  }

  private void offer(int... frames) {
    for (int n : frames) {
      byte[] payload = new byte[FRAME];
      Arrays.fill(payload, G711.PCMU.encode(value(n)));
      offer(n, FRAME * n, payload);
    }
  }

  private void offer(int sequence, int timestamp, byte[] payload) {
    byte[] packet = Phone.packet(0, sequence, timestamp, payload);
    buffer.put(0, packet);
    assertThat(header.read(buffer, packet.length)).isTrue();
    line.offer(buffer, header.payloadOffset(), header.payloadLength(), timestamp, G711.PCMU, 0);
  }

  private List<Integer> rounds(int count) {
    List<Integer> heard = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      heard.add(round());
    }
    return heard;
  }

  private int round() {
    short[] frame = new short[FRAME];
    if (!line.take(frame)) {
      return NOTHING;
    }
    if (Arrays.equals(frame, new short[FRAME])) {
      return SILENCE;
    }
    for (int n = 0; n < VALUES; n++) {
      if (frame[FRAME - 1] == value(n)) {
        return nearest(n);
      }
    }
    return frame[0] != 0 ? 0 : SILENCE;
  }

  private static final int VALUES = 100;

  private int last;

  /** Values repeat after a hundred: the frame meant is the next one that has it. */
  private int nearest(int n) {
    int frame = n;
    while (frame < last) {
      frame += VALUES;
    }
    last = frame;
    return frame;
  }

  private static short value(int n) {
    int code = 0x80 + Math.floorMod(n, VALUES);
    return G711.PCMU.decode((byte) code);
  }
}
