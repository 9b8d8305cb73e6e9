package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelephoneEventReceiverTest {
  private final TelephoneEventReceiver receiver = new TelephoneEventReceiver();
  private final List<String> heard = new ArrayList<>();
  private final RtpPacket header = new RtpPacket();
  private final ByteBuffer packet = ByteBuffer.allocate(64);
  private long now = -5_000_000_000L; // as the clock may stand, System.nanoTime has no origin

  private final DigitListener listener =
      new DigitListener() {
        @Override
        public void pressed(char digit) {
          heard.add("+" + digit);
        }

        @Override
        public void released(char digit, int milliseconds) {
          heard.add("-" + digit + milliseconds);
        }
      };

  @Test
  void onePressOfManyPacketsIsHeardOnce() {
    send(5, false, 160, 1000);
    send(5, false, 320, 1000);
    send(5, true, 480, 1000);
    send(5, true, 480, 1000);
    send(5, true, 480, 1000);
    assertThat(heard).containsExactly("+5", "-560");
  }

  @Test
  void thePressIsHeardWhenOnlyItsEndArrives() {
    send(11, true, 800, 1000);
    assertThat(heard).containsExactly("+#", "-#100");
  }

  @Test
  void theNextPressEndsOneWhoseEndWasLost() {
    send(1, false, 160, 1000);
    send(1, false, 160, 3000);
    assertThat(heard).containsExactly("+1", "-120", "+1");
  }

  @Test
  void latePacketsOfAnOldPressAreNoPress() {
    send(1, true, 480, 1000);
    send(2, true, 480, 3000);
    send(1, true, 480, 1000);
    assertThat(heard).containsExactly("+1", "-160", "+2", "-260");
  }

  @Test
  void aLongPressGoesOnWithTheNextTimestamp() {
    send(3, false, 0xFFFF, 1000);
    send(3, true, 8001, 1000 + 0xFFFF);
    assertThat(heard).containsExactly("+3", "-39192");
  }

  @Test
  void otherEventsAndCutPacketsAreNoDigits() {
    assertThat(send(16, true, 160, 1000)).as("flash").isZero();
    RtpPacket.writeHeader(packet, true, 101, 1, 1, 1);
    assertThat(header.read(packet, 12 + 3)).isTrue();
    assertThat(receiver.packet(packet, header, listener, now)).isEqualTo(-1);
    assertThat(heard).isEmpty();
  }

  @ParameterizedTest(name = "each {0} samples after the one before")
  @ValueSource(ints = {1, 240, 8000})
  void ofPressesInAFloodNoMoreAreHeardThanAnybodyPresses(int samplesApart) {
    int packets = 20_000;
    int refused = 0;
    for (int i = 0; i < packets; i++) {
      now += Duration.ofSeconds(1).toNanos() / packets;
      refused += send(5, true, 160, i * samplesApart) < 0 ? 1 : 0;
    }

    assertThat(heard).filteredOn("+5"::equals).hasSizeBetween(33, 50);
    assertThat(refused).as("presses that nobody made").isGreaterThan(packets - 51);
  }

  @Test
  void pressesThatTheNetworkHeldUpAreAllHeard() {
    // ten keys of the quickest dialler, 40 ms of tone and 40 ms of pause (Q.24), arrive at once
    for (int press = 0; press < 10; press++) {
      send(press, false, 160, 640 * press);
      send(press, true, 320, 640 * press);
    }

    assertThat(heard).filteredOn(key -> key.startsWith("+")).hasSize(10);
  }

  @Test
  void theQuickestDiallerIsHeardForAsLongAsItDials() {
    for (int press = 0; press < 1000; press++) {
      now += Duration.ofMillis(80).toNanos();
      send(press % 10, true, 320, 640 * press);
    }

    assertThat(heard).filteredOn(key -> key.startsWith("+")).hasSize(1000);
  }

  @Test
  void afterAFloodAKeyIsHeardAgain() {
    for (int i = 0; i < 1000; i++) {
      send(5, true, 160, i);
    }
    heard.clear();
    now += Duration.ofMillis(30).toNanos();

    send(7, true, 400, 10_000);

    assertThat(heard).containsExactly("+7", "-750");
  }

  private int send(int event, boolean end, int duration, int timestamp) {
    RtpPacket.writeHeader(packet, false, 101, 1, timestamp, 1);
    packet.put(12, (byte) event).put(13, (byte) (end ? 0x8A : 0x0A));
    packet.putShort(14, (short) duration);
    assertThat(header.read(packet, 16)).isTrue();
    return receiver.packet(packet, header, listener, now);
  }
}
