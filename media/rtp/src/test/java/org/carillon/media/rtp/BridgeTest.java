package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.media.rtp.Tones.until;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Two phones on loopback with a bridge of two streams between them. */
@ParameterizedClass(name = "{0} {1}")
@CsvSource({"EPOLL, 127.0.0.1", "NIO, 127.0.0.1", "EPOLL, ::1"})
@Timeout(60)
class BridgeTest extends BetweenTwoPhones {

  @Parameter(0)
  Transport transport;

  @Parameter(1)
  String host;

  private InetAddress local;

  @BeforeEach
  void open() throws IOException {
    local = InetAddress.getByName(host);
    open(transport, local, 2);
  }

  @Test
  void packetsPassBothWaysUnchangedButForTheLine() throws Exception {
    bridge(G711.PCMU, G711.PCMU);
    byte[] speech = {1, 2, 3, 4, 5, 6, 7, 8};
    alice.send(0, 500, 8000, speech);
    alice.send(0, 501, 8160, speech);
    ByteBuffer first = bob.receiveAudio(speech.length);
    ByteBuffer second = bob.receiveAudio(speech.length);

    RtpPacket one = Phone.header(first);
    RtpPacket two = Phone.header(second);
    assertThat(one.ssrc()).isEqualTo(toBob.ssrc()).isEqualTo(two.ssrc());
    assertThat(one.marker()).as("a new source").isTrue();
    assertThat(two.marker()).isFalse();
    assertThat(two.sequence()).isEqualTo((one.sequence() + 1) & 0xFFFF);
    assertThat(two.timestamp() - one.timestamp()).isEqualTo(160);
    assertThat(Phone.payload(second)).isEqualTo(speech);

    bob.send(0, 9, 160, new byte[] {42});
    assertThat(Phone.payload(alice.receiveAudio(1))).isEqualTo(new byte[] {42});
    assertThat(toBob.stats().packetsSent()).isGreaterThanOrEqualTo(2);
    assertThat(toAlice.stats().packetsReceived()).isEqualTo(2);
  }

  @Test
  void whatIsLostBeforeUsIsAGapBehindUsAndDoublesAreLeftOut() throws Exception {
    bridge(G711.PCMU, G711.PCMU);
    for (int sequence : new int[] {65_534, 65_535, 2, 1, 1, 3}) {
      alice.send(0, sequence, 160 * sequence, new byte[] {(byte) sequence});
    }
    int[] sequences = new int[5];
    byte[] payloads = new byte[5];
    for (int i = 0; i < 5; i++) {
      ByteBuffer packet = bob.receiveAudio(1);
      sequences[i] = Phone.header(packet).sequence();
      payloads[i] = Phone.payload(packet)[0];
    }
    assertThat(payloads).containsExactly(-2, -1, 2, 1, 3);
    int[] steps = new int[4];
    for (int i = 0; i < 4; i++) {
      steps[i] = (short) (sequences[i + 1] - sequences[i]);
    }
    assertThat(steps).containsExactly(1, 3, -1, 2);
    assertThat(toAlice.stats().packetsLost()).as("one lost, one double").isZero();
  }

  @Test
  void oneLawBecomesTheOther() throws Exception {
    bridge(G711.PCMU, G711.PCMA);
    byte[] speech = new byte[160];
    for (int i = 0; i < speech.length; i++) {
      speech[i] = G711.PCMU.encode((short) (100 * i - 8000));
    }
    alice.send(0, 1, 160, speech);
    ByteBuffer packet = bob.receiveAudio(160);
    assertThat(Phone.header(packet).payloadType()).isEqualTo(8);
    byte[] recoded = Phone.payload(packet);
    for (int i = 0; i < speech.length; i++) {
      int heard = G711.PCMA.decode(recoded[i]);
      int said = 100 * i - 8000;
      assertThat(heard).isBetween(said - 300, said + 300);
    }
    bob.send(8, 1, 160, new byte[] {G711.PCMA.silence()});
    ByteBuffer back = alice.receiveAudio(1);
    assertThat(Phone.header(back).payloadType()).isZero();
    assertThat(G711.PCMU.decode(Phone.payload(back)[0])).isBetween((short) -16, (short) 16);
  }

  @Test
  void payloadTypesAreMappedAndOtherCodecsPass() throws Exception {
    RtpFormat opusOfAlice = new RtpFormat("opus", 48_000, 2, 111, 111);
    RtpFormat opusOfBob = new RtpFormat("OPUS", 48_000, 2, 96, 96);
    toAlice.start(
        StreamParameters.of(alice.address(), List.of(opusOfAlice, RtpFormat.telephoneEvent(101))));
    toBob.start(
        StreamParameters.of(bob.address(), List.of(opusOfBob, RtpFormat.telephoneEvent(97))));
    toAlice.bridge(toBob);
    ConcurrentLinkedQueue<Character> keys = new ConcurrentLinkedQueue<>();
    toAlice.onDigits(keys::add);
    settle();

    alice.send(111, 1, 960, new byte[] {1, 2, 3});
    alice.send(101, 2, 960, new byte[] {5, 10, 0, (byte) 160});
    alice.send(13, 3, 1920, new byte[] {60});
    alice.send(99, 4, 1920, new byte[] {1});

    assertThat(Phone.header(bob.receive()).payloadType()).isEqualTo(96);
    ByteBuffer key = bob.receive();
    assertThat(Phone.header(key).payloadType()).isEqualTo(97);
    assertThat(Phone.header(key).marker()).isFalse();
    assertThat(Phone.header(bob.receive()).payloadType()).as("comfort noise").isEqualTo(13);
    until("the unknown one is counted", () -> toAlice.stats().badPackets() == 1);
    assertThat(keys).containsExactly('5');
  }

  @Test
  void aPromptThenABridgeThenAPromptIsOneLineForTheListener() throws Exception {
    toAlice.start(StreamParameters.of(alice.address(), G711.PCMU));
    toBob.start(StreamParameters.of(bob.address(), G711.PCMU));
    RtpPacket prompt = Phone.header(bob.receive());

    toAlice.bridge(toBob);
    settle();
    alice.send(0, 40_000, 77, new byte[] {9});
    RtpPacket relayed = Phone.header(bob.receiveAudio(1));
    assertThat((short) (relayed.sequence() - prompt.sequence())).isPositive();
    assertThat(relayed.timestamp() - prompt.timestamp()).isPositive();
    assertThat(relayed.ssrc()).isEqualTo(prompt.ssrc());

    toBob.unbridge();
    RtpPacket after = Phone.header(bob.receiveAudio(160));
    assertThat((short) (after.sequence() - relayed.sequence())).isPositive();
    assertThat(after.timestamp() - relayed.timestamp()).isPositive();
    assertThat(after.ssrc()).isEqualTo(prompt.ssrc());
  }

  @Test
  void queuedAudioAndKeysTakeTheLineOfABridgedStream() throws Exception {
    toAlice.start(StreamParameters.of(alice.address(), G711.PCMU).withTelephoneEvent(101));
    toBob.start(StreamParameters.of(bob.address(), G711.PCMU).withTelephoneEvent(101));
    toAlice.bridge(toBob);
    settle();
    alice.send(0, 1, 160, new byte[] {9});
    bob.receiveAudio(1);

    short[] tone = Tones.sine(500, 1000, 5000);
    toBob.awaitSent(toBob.write(tone, 0, tone.length));
    assertThat(toBob.stats().audioFramesSent()).isEqualTo(50);
    toBob.sendDigits("7", Duration.ofMillis(60));
    Phone.skipTo(bob, packet -> Phone.header(packet).payloadType() == 101);

    // and then the bridge has it again
    AtomicInteger sequence = new AtomicInteger(1);
    until(
        "relayed again",
        () -> {
          long before = toBob.stats().packetsSent();
          alice.sendUnchecked(0, sequence.incrementAndGet(), 160 * sequence.get(), new byte[] {7});
          return toBob.stats().packetsSent() > before;
        });
  }

  @Test
  void silenceIsFilledInOnlyWhenAskedFor() throws Exception {
    toAlice.start(StreamParameters.of(alice.address(), G711.PCMU).withFillSilence(true));
    toBob.start(StreamParameters.of(bob.address(), G711.PCMA));
    toAlice.bridge(toBob);
    settle();

    ByteBuffer silence = alice.receiveAudio(160);
    assertThat(Phone.payload(silence)).containsOnly(G711.PCMU.silence());
    long toBobBefore = toBob.stats().packetsSent();
    for (int i = 0; i < 10; i++) {
      alice.receive();
    }
    assertThat(toBob.stats().packetsSent()).isEqualTo(toBobBefore);
    // what comes late has the line at once
    bob.send(8, 1, 160, new byte[] {1, 2, 3});
    alice.receiveAudio(3);
  }

  @Test
  void onHoldNothingPassesThatWay() throws Exception {
    bridge(G711.PCMU, G711.PCMU);
    toBob.update(StreamParameters.of(bob.address(), G711.PCMU).withDirection(Direction.RECVONLY));
    settle();
    long before = sentWhenQuiet(toBob);
    alice.send(0, 1, 160, new byte[] {1});
    bob.send(0, 1, 160, new byte[] {2, 2});
    alice.receiveAudio(2);
    until("received", () -> toAlice.stats().packetsReceived() == 1);
    assertThat(toBob.stats().packetsSent()).isEqualTo(before);
  }

  private static long sentWhenQuiet(RtpStream stream) {
    long[] last = {-1};
    until(
        "no more send times",
        () -> {
          long now = stream.stats().packetsSent();
          java.util.concurrent.locks.LockSupport.parkNanos(60_000_000);
          boolean quiet = now == last[0];
          last[0] = now;
          return quiet;
        });
    return last[0];
  }

  @Test
  void aFaxPassesAsItIs() throws Exception {
    bridge(G711.PCMU, G711.PCMU);
    toAlice.update(StreamParameters.udptl(alice.address()));
    toBob.update(StreamParameters.udptl(bob.address()));
    byte[] udptl = {0, 1, 6, 0, 0, 1, 2, 3};
    until(
        "a datagram is relayed",
        () -> {
          alice.sendUnchecked(udptl);
          return toBob.stats().udptlSent() > 0;
        });
    Phone.skipTo(bob, packet -> packet.get(0) == 0 && packet.remaining() == udptl.length);
    try (Phone stranger = new Phone(local, toAlice)) {
      stranger.sendUnchecked(udptl);
      until("dropped", () -> toAlice.stats().strangerPackets() == 1);
    }
  }

  @Test
  void audioUnderWayDoesNotDrawAFaxToItsPort() throws Exception {
    bridge(G711.PCMU, G711.PCMU);
    try (Phone fax = new Phone(local, toAlice)) {
      toAlice.update(StreamParameters.udptl(fax.address()));
      toBob.update(StreamParameters.udptl(bob.address()));
      byte[] audio = new byte[172];
      audio[0] = (byte) 0x80;
      byte[] udptl = {0, 1, 6, 0, 0, 1, 2, 3};
      until(
          "late audio is dropped",
          () -> {
            alice.sendUnchecked(audio);
            return toAlice.stats().badPackets() > 0;
          });

      until(
          "a datagram is relayed",
          () -> {
            bob.sendUnchecked(udptl);
            return toAlice.stats().udptlSent() > 0;
          });

      Phone.skipTo(fax, packet -> packet.get(0) == 0 && packet.remaining() == udptl.length);
    }
  }

  @Test
  void aLineThatFillsSilenceKeepsItsClockThroughManyTalkSpurts() throws Exception {
    toAlice.start(StreamParameters.of(alice.address(), G711.PCMU));
    toBob.start(StreamParameters.of(bob.address(), G711.PCMU).withFillSilence(true));
    toAlice.bridge(toBob);
    settle();
    RtpPacket first = Phone.header(bob.receiveAudio(160));
    long began = System.nanoTime();
    RtpPacket last = first;
    for (int spurt = 1; spurt <= 10; spurt++) {
      alice.send(0, spurt, 8000 * spurt, new byte[] {7});
      bob.receiveAudio(1);
      for (int i = 0; i < 4; i++) {
        last = Phone.header(bob.receiveAudio(160));
      }
    }
    double millis = (System.nanoTime() - began) / 1e6;
    assertThat((last.timestamp() - first.timestamp()) / 8.0).isBetween(millis - 100, millis + 80);
  }

  @Test
  void whatIsRelayedCanBeReadWhicheverLawItHas() throws Exception {
    RtpFormat telephony = RtpFormat.of(G711.PCMA);
    toAlice.start(StreamParameters.of(alice.address(), G711.PCMA));
    toBob.start(StreamParameters.of(bob.address(), List.of(RtpFormat.of(G711.PCMU), telephony)));
    toAlice.bridge(toBob);
    settle();
    byte[] speech = new byte[160];
    Arrays.fill(speech, G711.PCMA.encode((short) 8000));
    try (AudioReader sent = toBob.openSentReader()) {
      alice.send(8, 1, 160, speech);

      assertThat(Phone.header(bob.receiveAudio(160)).payloadType()).isEqualTo(8);
      short[] frame = new short[160];
      assertThat(sent.read(frame, Duration.ofSeconds(5))).isTrue();
      assertThat(frame[80]).isBetween((short) 7700, (short) 8300);
    }
  }

  @Test
  void keysOfANewSourceAreHeardWhateverItsTimestamps() throws Exception {
    ConcurrentLinkedQueue<Character> keys = new ConcurrentLinkedQueue<>();
    toAlice.onDigits(keys::add);
    toAlice.start(StreamParameters.of(alice.address(), G711.PCMU).withTelephoneEvent(101));
    settle();
    byte[] one = {1, (byte) 0x8A, 0, (byte) 160};
    byte[] five = {5, (byte) 0x8A, 0, (byte) 160};
    alice.send(101, 10, (int) 3_000_000_000L, one);
    until("the first", () -> keys.size() == 1);

    // the PBX changes its media source: two packets in a row are a source (RFC 3550 appendix A.1)
    for (int sequence = 500; sequence < 504; sequence++) {
      ByteBuffer key = ByteBuffer.wrap(Phone.packet(101, sequence, 1_000_000_000, five));
      alice.send(key.putInt(8, 99).array());
    }

    until("the second", () -> keys.size() == 2);
    assertThat(keys).containsExactly('1', '5');
  }

  @Test
  void aPromptIsHeardThoughTheOneBeforeWasDroppedDuringAKey() throws Exception {
    toAlice.bridge(toBob);
    toAlice.start(StreamParameters.of(alice.address(), G711.PCMU).withTelephoneEvent(101));
    toBob.start(StreamParameters.of(bob.address(), G711.PCMU).withTelephoneEvent(101));
    settle();
    CompletableFuture<Void> pressed =
        CompletableFuture.runAsync(
            () -> {
              try {
                toBob.sendDigits("5", Duration.ofSeconds(1));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    Phone.skipTo(bob, packet -> Phone.header(packet).payloadType() == 101);
    short[] full = new short[FrameRing.CAPACITY * RtpStream.FRAME_SAMPLES];
    toBob.write(full, 0, full.length); // nothing of it goes out while the key has the line
    toBob.clear();
    pressed.join();

    short[] prompt = Tones.sine(500, 100, 5000);
    toBob.awaitSent(toBob.write(prompt, 0, prompt.length));
    assertThat(toBob.stats().audioFramesSent()).isEqualTo(5);
  }

  @Test
  void rtcpSharesThePortWhenAgreed() throws Exception {
    toAlice.start(StreamParameters.of(alice.address(), G711.PCMU).withRtcpMux(true));
    settle();
    alice.send(0, 1, 160, new byte[160]);
    // a receiver report without blocks
    alice.sendUnchecked(new byte[] {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 7});
    until("understood", () -> toAlice.stats().rtcpReceived() == 1);
    Phone.skipTo(alice, packet -> (packet.get(1) & 0xFF) == 200);
  }

  @Test
  void aQuietSideIsReportedOnceAndNotOnHold() throws Exception {
    AtomicInteger told = new AtomicInteger();
    StreamParameters parameters = StreamParameters.of(alice.address(), G711.PCMU);
    toAlice.start(parameters.withDirection(Direction.SENDONLY));
    toAlice.onMediaTimeout(Duration.ofMillis(300), (stream, quiet) -> told.incrementAndGet());
    for (int i = 0; i < 60; i++) {
      alice.receive();
    }
    assertThat(told).hasValue(0);
    toAlice.update(parameters);
    until("told", () -> told.get() == 1);
    for (int i = 0; i < 60; i++) {
      alice.receive();
    }
    assertThat(told).hasValue(1);
    alice.send(0, 1, 160, new byte[160]);
    until("told again", () -> told.get() == 2);
  }

  @Test
  void aBridgeWithoutAPacketIsStillLookedAfter() throws Exception {
    AtomicInteger told = new AtomicInteger();
    toAlice.onMediaTimeout(Duration.ofMillis(300), (stream, quiet) -> told.incrementAndGet());
    toBob.onMediaTimeout(Duration.ofMillis(300), (stream, quiet) -> told.incrementAndGet());
    bridge(G711.PCMU, G711.PCMU);
    until("both told", () -> told.get() == 2);
  }

  @Test
  void encryptedSidesTalkEachWithItsOwnKeys() throws Exception {
    SrtpKeys ofAlice = keys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 1);
    SrtpKeys ofBob = keys(SrtpSuite.AES_CM_256_HMAC_SHA1_32, 2);
    toAlice.start(StreamParameters.of(alice.address(), G711.PCMU).withSrtp(ofAlice));
    toBob.start(StreamParameters.of(bob.address(), G711.PCMA).withSrtp(ofBob));
    toAlice.bridge(toBob);
    settle();
    SrtpSender fromAlice = new SrtpSender(ofAlice.theirs(), new SrtpScratch());
    SrtpReceiver atBob = new SrtpReceiver(ofBob.ours(), new SrtpScratch());
    byte[] speech = new byte[20];
    Arrays.fill(speech, G711.PCMU.encode((short) 4000));

    // a packet in clear, or one of another key, reaches nobody and locks nothing
    alice.send(0, 3, 160, speech);
    until("refused", () -> toAlice.stats().forgedPackets() == 1);
    assertThat(toAlice.learnedRemote()).isEmpty();

    ByteBuffer packet = ByteBuffer.allocate(100);
    packet.put(0, Phone.packet(0, 5, 160, speech));
    int length = fromAlice.rtp(packet, 12, 32, 7, 5);
    alice.send(Arrays.copyOf(packet.array(), length));

    ByteBuffer heard = Phone.skipTo(bob, p -> p.remaining() == 32 + 4);
    ByteBuffer copy = ByteBuffer.allocate(200);
    copy.put(0, heard, 0, 36);
    assertThat(atBob.rtp(copy, 36)).isEqualTo(32);
    assertThat(G711.PCMA.decode(copy.get(20))).isBetween((short) 3800, (short) 4200);
    assertThat(toAlice.stats().packetsReceived()).isEqualTo(1);

    // the second time it is a replay
    alice.send(Arrays.copyOf(packet.array(), length));
    until("refused", () -> toAlice.stats().duplicatePackets() == 1);

    // a report of alice, encrypted
    ByteBuffer report = ByteBuffer.allocate(64).putInt(0, 0x80C90001).putInt(4, 7);
    try (DatagramSocket rtcp = new DatagramSocket(new InetSocketAddress(local, 0))) {
      int size = fromAlice.rtcp(report, 8);
      rtcp.send(
          new DatagramPacket(
              report.array(), size, new InetSocketAddress(local, toAlice.localPort() + 1)));
      until("understood", () -> toAlice.stats().rtcpReceived() == 1);
    }
    assertThat(toAlice.takeInterval().received().rtcpPackets()).isEqualTo(1);
    assertThat(toAlice.takeInterval().received().rtcpPackets()).isZero();
    assertThat(toAlice.report().received().packets()).isEqualTo(1);
  }

  private static SrtpKeys keys(SrtpSuite suite, int seed) {
    byte[] ours = new byte[suite.keyBytes() + SrtpSuite.SALT_BYTES];
    byte[] theirs = ours.clone();
    new Random(seed).nextBytes(ours);
    new Random(seed + 100).nextBytes(theirs);
    return new SrtpKeys(
        new SrtpKey(suite, ours, new byte[0]), new SrtpKey(suite, theirs, new byte[0]));
  }

  @Test
  void aFloodOfStrangersIsBoundedAndOtherCallsGoOn() throws Exception {
    bridge(G711.PCMU, G711.PCMU);
    alice.send(0, 1, 160, new byte[] {1});
    bob.receiveAudio(1);
    byte[] junk = Phone.packet(0, 9, 9, new byte[160]);
    try (Phone stranger = new Phone(local, toAlice)) {
      AtomicInteger sequence = new AtomicInteger(1);
      for (int i = 0; i < 20_000; i++) {
        stranger.sendUnchecked(junk);
        if (i % 1000 == 0) {
          long before = toBob.stats().packetsSent();
          until(
              "heard",
              () -> {
                int next = sequence.incrementAndGet();
                alice.sendUnchecked(0, next, 160 * next, new byte[] {1, 2});
                return toBob.stats().packetsSent() > before;
              });
        }
      }
    }
    // after the first ones the operating system drops them
    assertThat(toAlice.stats().strangerPackets()).isBetween(1L, 2000L);
    assertThat(toAlice.learnedRemote()).contains(alice.address());
  }

  @Test
  void aReinviteTakesPacketsOfANewSourceThoughTheSocketWasTiedToTheOld() throws Exception {
    bridge(G711.PCMU, G711.PCMU);
    alice.send(0, 1, 160, new byte[] {1});
    bob.receiveAudio(1);
    try (Phone moved = new Phone(local, toAlice)) {
      // strangers enough to tie the socket
      byte[] early = Phone.packet(0, 9, 9, new byte[160]);
      for (int i = 0; i < 500; i++) {
        moved.sendUnchecked(early);
      }
      until("tied", () -> toAlice.stats().strangerPackets() >= 64);

      toAlice.update(StreamParameters.of(moved.address(), G711.PCMU));
      settle();
      AtomicInteger sequence = new AtomicInteger(100);
      until(
          "heard",
          () -> {
            int next = sequence.incrementAndGet();
            moved.sendUnchecked(0, next, 160 * next, new byte[] {1, 2, 3});
            return toAlice.learnedRemote().equals(java.util.Optional.of(moved.address()));
          });
      bob.receiveAudio(3);
      bob.send(0, 1, 160, new byte[] {4, 5});
      moved.receiveAudio(2);
    }
  }

  @Test
  void closingOneSideFreesTheOther() throws Exception {
    bridge(G711.PCMU, G711.PCMU);
    sentWhenQuiet(toBob);
    toAlice.close();
    bob.receiveAudio(160);
    toBob.close();
    until("closed", () -> engine.stats().openStreams() == 0);
  }

  @Test
  void streamsOfOtherThreadsAreRefused() throws Exception {
    try (MediaEngine other = MediaEngine.start(MediaConfig.anyPorts().withThreads(1))) {
      RtpStream foreign = other.open(local);
      assertThatThrownBy(() -> toAlice.bridge(foreign))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("openBeside");
      assertThatThrownBy(() -> engine.openBeside(foreign, local))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> toAlice.bridge(toAlice)).isInstanceOf(IllegalArgumentException.class);
  }

  private void bridge(G711 first, G711 second) {
    toAlice.bridge(toBob);
    toAlice.start(StreamParameters.of(alice.address(), first));
    toBob.start(StreamParameters.of(bob.address(), second));
    settle();
  }
}
