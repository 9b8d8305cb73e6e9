package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.media.rtp.Tones.until;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.carillon.media.rtp.MediaConfig.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A key pressed on one side of a bridge, packet by packet, as the other side gets it (RFC 4733).
 */
@Timeout(60)
class TelephoneEventRelayTest extends BetweenTwoPhones {
  private static final int AT_ALICE = 101;
  private static final int AT_BOB = 97;

  // key 5 at -8 dBm0 for 80 ms: three packets, then the last one three times with the end bit
  private static final List<String> PRESS =
      List.of("050800a0", "05080140", "050801e0", "05880280", "05880280", "05880280");

  @BeforeEach
  void aBridgeOfTwoNumbers() throws IOException {
    open(Transport.NIO, InetAddress.ofLiteral("127.0.0.1"), 1);
    toAlice.bridge(toBob);
    toAlice.start(parameters(alice, G711.PCMU, AT_ALICE));
    toBob.start(parameters(bob, G711.PCMA, AT_BOB));
    settle();
  }

  @Test
  void aPressInATalkArrivesAsItWasSent() throws Exception {
    talkAndPress(alice, 0, AT_ALICE);
    assertOnePress(came(bob, 8, AT_BOB), 8, AT_BOB);
  }

  @Test
  void theOtherWayHasTheOtherNumber() throws Exception {
    talkAndPress(bob, 8, AT_BOB);
    assertOnePress(came(alice, 0, AT_ALICE), 0, AT_ALICE);
  }

  @Test
  void aPressThatTheSourceBeganLongAgoIsNoSecondPress() throws Exception {
    // the first packets were lost, and these are the first of all: no marker, it would be a press
    for (int i = 2; i < PRESS.size(); i++) {
      alice.send(Phone.packet(AT_ALICE, 500 + i, 8000, bytes(PRESS.get(i))));
    }
    List<Came> came = came(bob, 4);

    assertThat(came).extracting(Came::payload).isEqualTo(PRESS.subList(2, 6));
    assertThat(came).extracting(Came::marker).containsOnly(false);
    assertThat(came).extracting(Came::timestamp).containsOnly(came.getFirst().timestamp());
  }

  @Test
  void aPressWithAHoleThatIsFilledWithSilenceIsStillOnePress() throws Exception {
    alice.send(marked(true, Phone.packet(AT_ALICE, 502, 8000, bytes(PRESS.get(0)))));
    RtpPacket began = Phone.header(Phone.skipTo(bob, p -> p.remaining() < 100));
    RtpPacket silence = Phone.header(bob.receiveAudio(160));

    for (int i = 3; i < PRESS.size(); i++) {
      alice.send(Phone.packet(AT_ALICE, 502 + i, 8000, bytes(PRESS.get(i))));
    }
    List<Came> came = came(bob, 3);
    RtpPacket after = Phone.header(bob.receiveAudio(160));

    assertThat(came).extracting(Came::payload).containsOnly("05880280");
    assertThat(came).extracting(Came::timestamp).containsOnly(began.timestamp());
    assertThat(came).extracting(Came::marker).containsOnly(false);
    assertThat((short) (came.getFirst().sequence() - silence.sequence())).isPositive();
    assertThat(after.timestamp() - silence.timestamp()).as("the clock goes on").isPositive();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a source of its own,            9, 502,   10",
    // RFC 3550 appendix A.1: the first packet after a jump may be a stray, and is not passed on
    "a jump of the sequence numbers, 7, 30000, 6"
  })
  void aPressBetweenPacketsOfSpeechIsOnePress(String name, int ssrc, int sequence, int relayed)
      throws Exception {
    ConcurrentLinkedQueue<Character> keys = new ConcurrentLinkedQueue<>();
    toAlice.onDigits(keys::add);
    int speech = 500;
    alice.send(0, speech++, 7840, new byte[] {1, 2, 3, 4, 5});
    for (int i = 0; i < PRESS.size(); i++) {
      byte[] packet = Phone.packet(AT_ALICE, sequence + i, 8000, bytes(PRESS.get(i)));
      alice.send(ByteBuffer.wrap(packet).putInt(8, ssrc).array());
      if (i % 2 == 1) {
        alice.send(0, speech++, 8000 + 160 * i, new byte[] {1, 2, 3, 4, 5});
      }
    }
    until("all came", () -> toAlice.stats().packetsReceived() == 10);

    assertThat(keys).as(name).containsExactly('5');
    List<Came> press =
        came(bob, relayed).stream().filter(packet -> packet.payloadType() == AT_BOB).toList();
    assertThat(press).hasSizeGreaterThanOrEqualTo(2);
    assertThat(press).extracting(Came::timestamp).containsOnly(press.getFirst().timestamp());
  }

  @Test
  void whatIsLostOrOutOfOrderInAPressStaysSo() throws Exception {
    alice.send(0, 500, 7840, new byte[] {1, 2, 3, 4, 5});
    for (int i : new int[] {0, 2, 1, 5}) {
      alice.send(marked(i == 0, Phone.packet(AT_ALICE, 501 + i, 8000, bytes(PRESS.get(i)))));
    }

    List<Came> came = came(bob, 5);

    assertThat(came)
        .extracting(Came::payload)
        .endsWith(PRESS.get(0), PRESS.get(2), PRESS.get(1), PRESS.get(5));
    int first = came.getFirst().sequence();
    assertThat(came)
        .extracting(c -> (c.sequence() - first) & 0xFFFF)
        .containsExactly(0, 1, 3, 2, 6);
    assertThat(came.subList(1, 5))
        .extracting(Came::timestamp)
        .containsOnly(came.get(1).timestamp());
  }

  /** Two packets of speech, a press, and speech again: as a telephone sends them (section 2.5). */
  private static void talkAndPress(Phone from, int audio, int event) throws IOException {
    byte[] speech = {1, 2, 3, 4, 5};
    from.send(audio, 500, 7680, speech);
    from.send(audio, 501, 7840, speech);
    for (int i = 0; i < PRESS.size(); i++) {
      from.send(marked(i == 0, Phone.packet(event, 502 + i, 8000, bytes(PRESS.get(i)))));
    }
    from.send(audio, 508, 8960, speech);
  }

  private static List<Came> came(Phone phone, int audio, int event) throws IOException {
    List<Came> came = came(phone, 9);
    assertThat(came)
        .extracting(Came::payloadType)
        .containsExactly(audio, audio, event, event, event, event, event, event, audio);
    return came;
  }

  private static void assertOnePress(List<Came> came, int audio, int event) {
    List<Came> press = came.stream().filter(c -> c.payloadType() == event).toList();
    assertThat(press).extracting(Came::payload).as("each byte").isEqualTo(PRESS);
    assertThat(press)
        .extracting(Came::marker)
        .as("the first packet alone is marked")
        .containsExactly(true, false, false, false, false, false);
    assertThat(press).extracting(Came::ssrc).containsOnly(came.getFirst().ssrc());
    Came first = came.getFirst();
    assertThat(came)
        .extracting(c -> c.timestamp() - first.timestamp())
        .as("one timestamp for the press, and the times of the speech around it")
        .containsExactly(0, 160, 320, 320, 320, 320, 320, 320, 1280);
    assertThat(came)
        .extracting(c -> (c.sequence() - first.sequence()) & 0xFFFF)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(came.getLast().payloadType()).isEqualTo(audio);
    assertThat(came.getLast().marker()).isFalse();
  }

  private record Came(
      int payloadType, boolean marker, int sequence, int timestamp, int ssrc, String payload) {}

  /** The next packets that are no frames of our silence. */
  private static List<Came> came(Phone phone, int count) throws IOException {
    List<Came> came = new ArrayList<>();
    while (came.size() < count) {
      ByteBuffer packet = Phone.skipTo(phone, p -> p.remaining() < 100);
      RtpPacket header = Phone.header(packet);
      came.add(
          new Came(
              header.payloadType(),
              header.marker(),
              header.sequence(),
              header.timestamp(),
              header.ssrc(),
              HexFormat.of().formatHex(Phone.payload(packet))));
    }
    return came;
  }

  private static byte[] marked(boolean marker, byte[] packet) {
    packet[1] |= (byte) (marker ? 0x80 : 0);
    return packet;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** As the node has them: silence is filled in while nothing comes. */
  private static StreamParameters parameters(Phone phone, G711 law, int event) {
    return StreamParameters.of(phone.address(), law)
        .withTelephoneEvent(event)
        .withFillSilence(true);
  }
}
