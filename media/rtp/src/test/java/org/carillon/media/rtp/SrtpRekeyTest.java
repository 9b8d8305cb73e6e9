package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.media.rtp.Tones.until;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.carillon.media.rtp.MediaConfig.Transport;
import org.carillon.media.rtp.srtp.SrtpKey;
import org.carillon.media.rtp.srtp.SrtpKeys;
import org.carillon.media.rtp.srtp.SrtpReceiver;
import org.carillon.media.rtp.srtp.SrtpScratch;
import org.carillon.media.rtp.srtp.SrtpSender;
import org.carillon.media.rtp.srtp.SrtpSuite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream whose keys change while packets flow (SDES, RFC 4568 section 7.1.4; V4). */
@ParameterizedClass
@EnumSource(
    value = Transport.class,
    names = {"EPOLL", "NIO"})
@Timeout(60)
class SrtpRekeyTest extends BetweenTwoPhones {
  private static final SrtpKeys OLD = keys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 1);
  private static final SrtpKeys NEW = keys(SrtpSuite.AES_CM_256_HMAC_SHA1_32, 2);
  private static final SrtpKeys WRONG = keys(SrtpSuite.AES_CM_256_HMAC_SHA1_32, 3);
  private static final int SSRC = 7;
  // the counter of wraps is at 1 when the keys change
  private static final long FIRST_INDEX = 65_530;

  @Parameter Transport transport;

  @BeforeEach
  void open() throws IOException {
    open(transport, InetAddress.ofLiteral("127.0.0.1"), 1);
  }

  @Test
  void whatWeSendGoesOnInOneLineUnderTheNewKey() throws Exception {
    toAlice.start(parametersOf(alice).withSrtp(OLD));
    Ear ear = new Ear(OLD.ours());
    List<Integer> sequences = new ArrayList<>();
    while (sequences.size() < 5) {
      sequences.add(ear.next(alice).sequence());
    }

    toAlice.update(parametersOf(alice).withSrtp(NEW));
    ear.awaits(NEW.ours());
    while (sequences.size() < 30) {
      sequences.add(ear.next(alice).sequence());
    }

    assertThat(ear.changes).as("the key was taken into use").isEqualTo(1);
    assertThat(sequences)
        .as("none is missing")
        .isEqualTo(
            IntStream.range(0, 30).mapToObj(i -> (sequences.getFirst() + i) & 0xFFFF).toList());
  }

  @Test
  void whatWeReceiveIsHeardUnderTheOldKeyAndThenTheNew() throws Exception {
    toAlice.start(parametersOf(alice).withSrtp(OLD));
    settle();
    Voice voice = new Voice(OLD.theirs());
    for (int i = 0; i < 20; i++) {
      voice.say(alice, i);
    }
    until("heard", () -> toAlice.stats().packetsReceived() == 20);

    toAlice.update(parametersOf(alice).withSrtp(NEW));
    settle();
    // our answer is under way to her: these she sent before she had it
    for (int i = 20; i < 25; i++) {
      voice.say(alice, i);
    }
    voice.change(NEW.theirs());
    for (int i = 25; i < 45; i++) {
      voice.say(alice, i);
    }

    until("all are heard", () -> toAlice.stats().packetsReceived() == 45);
    assertThat(toAlice.stats().packetsLost()).isZero();
    assertThat(toAlice.stats().forgedPackets()).isZero();

    // from her first packet under the new key on, the old one is of no use
    voice.change(OLD.theirs());
    voice.say(alice, 45);
    voice.change(WRONG.theirs());
    voice.say(alice, 46);
    until("both are refused", () -> toAlice.stats().forgedPackets() == 2);
    assertThat(toAlice.stats().packetsReceived()).isEqualTo(45);
  }

  @Test
  void overABridgeThePlainSideNoticesNothing() throws Exception {
    toAlice.bridge(toBob);
    toAlice.start(parametersOf(alice).withSrtp(OLD));
    toBob.start(parametersOf(bob));
    settle();
    Voice voice = new Voice(OLD.theirs());
    Ear ear = new Ear(OLD.ours());
    List<RtpPacket> toBobCame = new ArrayList<>();
    List<Byte> bobHeard = new ArrayList<>();
    List<Byte> aliceHeard = new ArrayList<>();

    for (int i = 0; i < 40; i++) {
      if (i == 20) {
        toAlice.update(parametersOf(alice).withSrtp(NEW));
        settle();
        ear.awaits(NEW.ours());
        voice.change(WRONG.theirs());
        voice.say(alice, 99); // nobody is to hear this
        voice.change(NEW.theirs());
      }
      voice.say(alice, i);
      ByteBuffer relayed = bob.receiveAudio(Voice.BYTES);
      toBobCame.add(Phone.header(relayed));
      bobHeard.add(Phone.payload(relayed)[0]);

      byte[] answer = new byte[Voice.BYTES];
      Arrays.fill(answer, (byte) (100 + i));
      bob.send(0, 300 + i, 160 * i, answer);
      RtpPacket packet = ear.next(alice, Voice.BYTES);
      aliceHeard.add(ear.plain.get(packet.payloadOffset()));
    }

    assertThat(bobHeard).isEqualTo(IntStream.range(0, 40).mapToObj(i -> (byte) i).toList());
    assertThat(aliceHeard)
        .isEqualTo(IntStream.range(0, 40).mapToObj(i -> (byte) (100 + i)).toList());
    for (int i = 1; i < toBobCame.size(); i++) {
      RtpPacket one = toBobCame.get(i - 1);
      RtpPacket next = toBobCame.get(i);
      assertThat(next.ssrc()).isEqualTo(one.ssrc());
      assertThat(next.timestamp() - one.timestamp()).isEqualTo(160);
      assertThat((next.sequence() - one.sequence()) & 0xFFFF)
          .as("the refused packet is no gap")
          .isEqualTo(1);
    }
    assertThat(toAlice.stats().forgedPackets()).isEqualTo(1);
  }

  @Test
  void theSameKeyAfterAFaxGoesOnCounting() throws Exception {
    toAlice.start(parametersOf(alice).withSrtp(OLD));
    settle();
    Voice voice = new Voice(OLD.theirs());
    for (int i = 0; i < 20; i++) {
      voice.say(alice, i);
    }
    until("heard", () -> toAlice.stats().packetsReceived() == 20);

    toAlice.update(StreamParameters.udptl(alice.address()));
    toAlice.update(parametersOf(alice).withSrtp(OLD));
    settle();
    voice.say(alice, 20);

    until("heard again", () -> toAlice.stats().packetsReceived() == 21);
    assertThat(toAlice.stats().forgedPackets()).isZero();
  }

  /** Alice's packets, encrypted; one line whatever the key. */
  private static final class Voice {
    static final int BYTES = 40;

    private SrtpSender sender;

    Voice(SrtpKey key) {
      change(key);
    }

    void change(SrtpKey key) {
      sender = new SrtpSender(key, new SrtpScratch());
    }

    void say(Phone phone, int number) throws IOException {
      byte[] payload = new byte[BYTES];
      Arrays.fill(payload, (byte) number);
      long index = FIRST_INDEX + number;
      ByteBuffer packet = ByteBuffer.allocate(200);
      packet.put(0, Phone.packet(0, (int) index, 160 * number, payload));
      int length = sender.rtp(packet, 12, 12 + BYTES, SSRC, index);
      phone.send(Arrays.copyOf(packet.array(), length));
    }
  }

  /** What Alice hears: each packet must open under the key in use, or under the awaited one. */
  private static final class Ear {
    private SrtpReceiver receiver;
    private SrtpKey awaited;
    private int changes;
    private ByteBuffer plain = ByteBuffer.allocate(0);

    Ear(SrtpKey key) {
      receiver = new SrtpReceiver(key, new SrtpScratch());
    }

    void awaits(SrtpKey key) {
      awaited = key;
    }

    /** The next packet of audio that has so many bytes. */
    RtpPacket next(Phone phone, int bytes) throws IOException {
      RtpPacket packet = next(phone);
      while (packet.payloadLength() != bytes) {
        packet = next(phone);
      }
      return packet;
    }

    RtpPacket next(Phone phone) throws IOException {
      ByteBuffer came = phone.receive();
      while (RtpPacket.isRtcp(came, came.remaining())) {
        came = phone.receive();
      }
      int size = came.remaining();
      plain = ByteBuffer.allocate(size + 64).put(0, came, 0, size);
      int length = receiver.rtp(plain, size);
      if (length < 0 && awaited != null) {
        receiver = receiver.rekeyed(awaited);
        awaited = null;
        changes++;
        length = receiver.rtp(plain, size);
      }
      assertThat(length).as("a packet under a key that is not in use").isPositive();
      RtpPacket header = new RtpPacket();
      assertThat(header.read(plain, length)).isTrue();
      return header;
    }
  }

  private static StreamParameters parametersOf(Phone phone) {
    return StreamParameters.of(phone.address(), G711.PCMU);
  }

  private static SrtpKeys keys(SrtpSuite suite, int seed) {
    byte[] ours = new byte[suite.keyBytes() + SrtpSuite.SALT_BYTES];
    byte[] theirs = ours.clone();
    new Random(seed).nextBytes(ours);
    new Random(seed + 100).nextBytes(theirs);
    return new SrtpKeys(
        new SrtpKey(suite, ours, new byte[0]), new SrtpKey(suite, theirs, new byte[0]));
  }
}
