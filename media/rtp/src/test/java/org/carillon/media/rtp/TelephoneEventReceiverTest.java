package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelephoneEventReceiverTest {
  private final TelephoneEventReceiver receiver = new TelephoneEventReceiver();
  private final List<String> heard = new ArrayList<>();
  private final RtpPacket header = new RtpPacket();
  private final ByteBuffer packet = ByteBuffer.allocate(64);

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
    assertThat(receiver.packet(packet, header, listener)).isEqualTo(-1);
    assertThat(heard).isEmpty();
  }

  private int send(int event, boolean end, int duration, int timestamp) {
    RtpPacket.writeHeader(packet, false, 101, 1, timestamp, 1);
    packet.put(12, (byte) event).put(13, (byte) (end ? 0x8A : 0x0A));
    packet.putShort(14, (short) duration);
    assertThat(header.read(packet, 16)).isTrue();
    return receiver.packet(packet, header, listener);
  }
}
