package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Frames are told apart by their one sample value: frame n holds the code word of {@code value(n)}.
 */
@Timeout(30)
class TimelineReaderTest {
  private static final int FRAME = RtpStream.FRAME_SAMPLES;
  private static final long FRAME_NANOS = 20_000_000L;
  private static final int SILENCE = -1;

  private final TimelineReader reader = new TimelineReader(closed -> {});
  private final ByteBuffer buffer = ByteBuffer.allocate(PacketPoller.MAX_PACKET);
  private final RtpPacket header = new RtpPacket();
  private final long now = System.nanoTime() - 60_000_000_000L;

  @Test
  void packetsInOrderAreFramesInOrder() throws Exception {
    offerAll(0, 1, 2, 3);
    assertThat(readAll()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void reorderedAndDoublePacketsArePutRight() throws Exception {
    offerAll(0, 2, 1, 1, 4, 3, 2);
    assertThat(readAll()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aLostPacketIsSilence() throws Exception {
    offerAll(0, 1, 3, 4);
    assertThat(readAll()).containsExactly(0, 1, SILENCE, 3, 4);
  }

  @Test
  void aPacketThatComesAfterItsTimeIsDropped() throws Exception {
    offerAll(0, 2, 3, 4, 5, 6, 7);
    short[] frame = new short[FRAME];
    List<Integer> heard = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      assertThat(reader.read(frame, Duration.ofSeconds(1))).isTrue();
      heard.add(numberOf(frame));
    }
    offerAll(1);
    heard.addAll(readAll());
    assertThat(heard).containsExactly(0, SILENCE, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void otherPacketLengthsAreTheSameLine() throws Exception {
    // 30 ms packets
    offer(0, 240, 0, 5);
    offer(240, 240, 1, 5);
    assertThat(readAll()).containsExactly(5, 5, 5);
  }

  @Test
  void aPauseOfTheSenderIsAsLongAsItWas() throws Exception {
    offerAll(0, 1);
    // silence suppression: 200 frames later by clock and by timestamp
    offer(FRAME * 202, FRAME, 202, 7);
    List<Integer> heard = readAll();
    assertThat(heard).hasSize(203).startsWith(0, 1, SILENCE).endsWith(SILENCE, 7);
  }

  @Test
  void aTimestampJumpCannotMakeHoursOfSilence() throws Exception {
    offerAll(0, 1);
    offer(1_000_000_000, FRAME, 2, 7);
    offer(1_000_000_000 + FRAME, FRAME, 3, 8);
    assertThat(readAll()).containsExactly(0, 1, 7, 8);
  }

  @Test
  void aPauseWithoutTimestampsIsAsLongAsItWas() throws Exception {
    offerAll(0, 1);
    // the sender stopped its clock: 10 s later by our clock, the next frame by its timestamp
    offer(FRAME * 2, FRAME, 502, 7);
    assertThat(readAll()).hasSize(503).startsWith(0, 1, SILENCE).endsWith(SILENCE, 7);
    assertThat(reader.startNanos()).isEqualTo(now);
  }

  @Test
  void aSenderWhoseClockStoodStillForASecondIsInTimeAgainSoon() throws Exception {
    offerAll(0, 1);
    for (int i = 2; i < 20; i++) {
      offer(FRAME * i, FRAME, 50 + i, i);
    }
    List<Integer> heard = readAll();
    // a recorder leaves out what is so late, and would for the rest of the call
    assertThat(heard).hasSize(70).startsWith(0, 1, 2, 3, 4, 5, 6, SILENCE);
    assertThat(heard.subList(57, 70))
        .containsExactly(7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
  }

  @Test
  void aSlowClockIsFollowed() throws Exception {
    // 1 % slow for 38 s: the frame 1900 of our clock is its frame 1880
    int at = 0;
    List<Integer> heard = new ArrayList<>();
    short[] frame = new short[FRAME];
    for (int i = 0; i <= 1880; i++) {
      at = i + i / 94;
      offer(FRAME * i, FRAME, at, i);
      while (reader.read(frame, Duration.ZERO)) {
        heard.add(numberOf(frame));
      }
    }
    heard.addAll(readAll());
    assertThat(at - (heard.size() - 1)).as("frames behind our clock").isBetween(0, 10);
    assertThat(heard.stream().filter(number -> number != SILENCE)).hasSize(1881);
  }

  @Test
  void packetsHeldUpOnTheWayAreLaidWhereTheyBelong() throws Exception {
    offerAll(0, 1);
    for (int i = 2; i < 30; i++) {
      offer(FRAME * i, FRAME, Math.max(i, 25), i);
    }
    assertThat(readAll()).hasSize(30).doesNotContain(SILENCE);
  }

  @Test
  void timestampsMayStartAnewAndWrap() throws Exception {
    offer(-FRAME, FRAME, 0, 1);
    offer(0, FRAME, 1, 2);
    offer(-1_000_000, FRAME, 2, 3);
    assertThat(readAll()).containsExactly(1, 2, 3);
  }

  @Test
  void aReaderThatSleepsLosesTheNewestAndIsTold() throws Exception {
    int dropped = 0;
    for (int i = 0; i < 100; i++) {
      dropped += offer(i * FRAME, FRAME, i, 1);
    }
    assertThat(dropped).isEqualTo(36);
    assertThat(readAll()).hasSize(64);
  }

  @Test
  void emptyPayloadsAreNothing() throws Exception {
    offer(0, 0, 0, 1);
    offerAll(1);
    assertThat(readAll()).containsExactly(1);
  }

  private void offerAll(int... numbers) {
    for (int number : numbers) {
      offer(number * FRAME, FRAME, number, number);
    }
  }

  private int offer(int timestamp, int length, int arrivalFrame, int number) {
    RtpPacket.writeHeader(buffer, false, 0, arrivalFrame, timestamp, 1);
    for (int i = 0; i < length; i++) {
      buffer.put(12 + i, G711.PCMU.encode(value(number)));
    }
    assertThat(header.read(buffer, 12 + length)).isTrue();
    return reader.offer(
        buffer,
        header.payloadOffset(),
        header.payloadLength(),
        header.timestamp(),
        G711.PCMU,
        now + arrivalFrame * FRAME_NANOS);
  }

  private static short value(int number) {
    return G711.PCMU.decode((byte) (0x80 + number % 100));
  }

  private static int numberOf(short[] frame) {
    for (int i = 1; i < FRAME; i++) {
      assertThat(frame[i]).isEqualTo(frame[0]);
    }
    for (int number = 0; number < 100; number++) {
      if (frame[0] == value(number)) {
        return number;
      }
    }
    assertThat(frame[0]).isZero();
    return SILENCE;
  }

  private List<Integer> readAll() throws InterruptedException {
    reader.close();
    List<Integer> heard = new ArrayList<>();
    short[] frame = new short[FRAME];
    while (reader.read(frame)) {
      heard.add(numberOf(frame));
    }
    return heard;
  }
}
