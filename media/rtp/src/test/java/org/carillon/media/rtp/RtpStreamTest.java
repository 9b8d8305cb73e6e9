package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.media.rtp.Tones.until;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.carillon.media.rtp.MediaConfig.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two streams of one engine talk on loopback; the same tests on both transports and both families.
 */
@ParameterizedClass(name = "{0} {1}")
@CsvSource({"EPOLL, 127.0.0.1", "NIO, 127.0.0.1", "EPOLL, ::1", "NIO, ::1"})
@Timeout(60)
class RtpStreamTest {

  @Parameter(0)
  Transport transport;

  @Parameter(1)
  String host;

  private final List<DatagramSocket> sockets = new ArrayList<>();
  private InetAddress local;
  private MediaEngine engine;
  private RtpStream alice;
  private RtpStream bob;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(
        transport == Transport.NIO || "Linux".equals(System.getProperty("os.name")),
        "epoll sockets are for Linux");
    local = InetAddress.getByName(host);
    engine = MediaEngine.start(MediaConfig.anyPorts().withTransport(transport).withThreads(2));
    alice = engine.open(local);
    bob = engine.open(local);
  }

  @AfterEach
  void close() {
    engine.close();
    sockets.forEach(DatagramSocket::close);
  }

  @Test
  void portsAreAnEvenOneAndTheNext() {
    assertThat(alice.localPort()).isEven().isNotEqualTo(bob.localPort());
    assertThat(alice.localAddress().getAddress()).isEqualTo(local);
    assertThat(engine.stats().transport())
        .isEqualTo(transport == Transport.EPOLL ? "epoll" : "nio");
  }

  @Test
  void aToneIsHeardWithoutAGap() throws Exception {
    AudioReader heard = bob.openReader();
    talk();
    until("both hear", () -> heardBy(alice) > 0 && heardBy(bob) > 0);
    short[] tone = Tones.sine(1000, 1000, 10_000);
    alice.awaitSent(alice.write(tone, 0, tone.length));

    short[] frame = new short[RtpStream.FRAME_SAMPLES];
    int toneFrames = 0;
    int silentWithin = 0;
    while (toneFrames < 50) {
      assertThat(heard.read(frame, Duration.ofSeconds(5))).isTrue();
      double level = Tones.level(frame, 1000);
      if (level > 1000) {
        assertThat(level).isBetween(9500.0, 10_500.0);
        toneFrames++;
      } else if (toneFrames > 0) {
        silentWithin++;
      }
    }
    // a media thread that this machine kept waiting over 100 ms leaves a gap, and says so
    if (engine.stats().skippedTicks() == 0) {
      assertThat(silentWithin).isZero();
    }
    StreamStats sent = alice.stats();
    assertThat(sent.audioFramesSent()).isEqualTo(50);
    assertThat(sent.sendErrors()).isZero();
    assertThat(bob.stats().packetsLost()).isZero();
    assertThat(bob.stats().badPackets()).isZero();
    assertThat(bob.stats().framesDropped()).isZero();
  }

  @Test
  void packetsLeaveEvery20Milliseconds() throws Exception {
    DatagramSocket ear = socket();
    alice.start(StreamParameters.of(addressOf(ear), G711.PCMA));
    List<ByteBuffer> packets = receive(ear, 51);

    RtpPacket first = header(packets.getFirst());
    assertThat(first.marker()).isTrue();
    for (int i = 0; i < packets.size(); i++) {
      RtpPacket packet = header(packets.get(i));
      assertThat(packet.payloadType()).isEqualTo(8);
      assertThat(packet.payloadLength()).isEqualTo(160);
      assertThat(packet.ssrc()).isEqualTo(alice.ssrc());
      assertThat(packet.sequence()).isEqualTo((first.sequence() + i) & 0xFFFF);
      assertThat(packets.get(i).get(12)).isEqualTo(G711.PCMA.silence());
      // the timestamp follows the clock, also when this machine is held up
      assertThat((packet.timestamp() - first.timestamp()) % 160).isZero();
    }
    int ticks = (header(packets.getLast()).timestamp() - first.timestamp()) / 160;
    assertThat(ticks).isGreaterThanOrEqualTo(50);
  }

  @Test
  void aReportTellsTheTimestampAndLeavesItAsItIs() throws Exception {
    DatagramSocket ear = socket();
    alice.start(StreamParameters.of(addressOf(ear), G711.PCMU).withRtcpMux(true));
    RtpPacket last = header(receive(ear, 1).getFirst());
    boolean reported = false;
    for (int reports = 0; reports < 2 || reported; ) {
      ByteBuffer packet = receive(ear, 1).getFirst();
      reported = (packet.get(1) & 0xFF) == 200;
      if (reported) {
        assertThat((packet.getInt(16) - last.timestamp()) / 160).isBetween(0, 1);
        reports++;
        continue;
      }
      RtpPacket next = header(packet);
      if (!next.marker()) { // set when this machine was held up
        assertThat(next.timestamp() - last.timestamp()).isEqualTo(160);
      }
      last = next;
    }
  }

  @Test
  void theSpeedIsThatOfTheClock() throws Exception {
    DatagramSocket ear = socket();
    alice.start(StreamParameters.of(addressOf(ear), G711.PCMU));
    receive(ear, 1);
    long start = System.nanoTime();
    receive(ear, 50);
    double millis = (System.nanoTime() - start) / 1e6;
    // 50 packets are one second; late packets are caught up with, so the sum stays
    assertThat(millis).isBetween(800.0, 5000.0);
  }

  @Test
  void theMarkerSaysWhereTalkStarts() throws Exception {
    DatagramSocket ear = socket();
    alice.start(StreamParameters.of(addressOf(ear), G711.PCMU));
    receive(ear, 3);
    short[] tone = Tones.sine(500, 60, 5000);
    alice.write(tone, 0, tone.length);

    List<ByteBuffer> packets = receive(ear, 20);
    List<Integer> talk = new ArrayList<>();
    for (int i = 0; i < packets.size(); i++) {
      if (packets.get(i).get(13) != G711.PCMU.silence()
          || packets.get(i).get(20) != G711.PCMU.silence()) {
        talk.add(i);
      }
    }
    assertThat(talk).hasSize(3);
    assertThat(header(packets.get(talk.getFirst())).marker()).isTrue();
    for (int i = 1; i < packets.size(); i++) {
      // the marker also tells of a gap in time, on a machine that kept the media thread waiting
      int step = header(packets.get(i)).timestamp() - header(packets.get(i - 1)).timestamp();
      assertThat(header(packets.get(i)).marker()).isEqualTo(i == talk.getFirst() || step != 160);
    }
  }

  @Test
  void aStrangerIsDroppedAndCounted() throws Exception {
    DatagramSocket friend = socket();
    DatagramSocket stranger = socket();
    alice.start(StreamParameters.of(addressOf(friend), G711.PCMU));
    receive(friend, 1);
    send(friend, packet(0, 1, 160), alice);
    until("lock", () -> alice.learnedRemote().isPresent());
    AudioReader heard = alice.openReader();

    send(stranger, packet(0, 900, 160), alice);
    send(stranger, new byte[] {1, 2, 3}, alice);
    until("count", () -> alice.stats().strangerPackets() == 2);
    send(friend, packet(0, 2, 160), alice);
    until("friend", () -> alice.stats().packetsReceived() == 2);

    assertThat(alice.learnedRemote()).contains(addressOf(friend));
    assertThat(heard.read(new short[160], Duration.ofSeconds(5))).isTrue();
    assertThat(heard.read(new short[160], Duration.ofMillis(100))).isFalse();
    assertThat(alice.stats().badPackets()).isZero();
  }

  @Test
  void aFloodBeforeThePeersFirstPacketDoesNotSilenceIt() throws Exception {
    DatagramSocket friend = socket();
    DatagramSocket stranger = socket();
    alice.start(StreamParameters.of(addressOf(friend), G711.PCMU));
    receive(friend, 1);
    send(stranger, packet(0, 1, 160), alice);
    until("the stranger was quicker", () -> alice.learnedRemote().isPresent());
    AudioReader heard = alice.openReader();

    int next = 0;
    int frames = 0;
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!alice.learnedRemote().equals(Optional.of(addressOf(friend))) || frames < 10) {
      assertThat(System.nanoTime()).as("the friend is not heard").isLessThan(deadline);
      for (int i = 0; i < 64; i++) {
        send(stranger, packet(0, 10_000 + next * 64 + i, 160), alice);
      }
      send(friend, packet(0, ++next, 160), alice);
      frames += heard.read(new short[160], Duration.ofMillis(20)) ? 1 : 0;
    }

    // what waits of the flood may have left no room for one packet
    long before = alice.stats().packetsReceived();
    while (alice.stats().packetsReceived() == before || alice.stats().strangerPackets() == 0) {
      assertThat(System.nanoTime()).as("the friend is not heard on").isLessThan(deadline);
      send(stranger, packet(0, 9, 160), alice);
      send(friend, packet(0, ++next, 160), alice);
      heard.read(new short[160], Duration.ofMillis(20));
    }
    assertThat(alice.learnedRemote()).contains(addressOf(friend));
  }

  @Test
  void theSourceBehindANatIsLearned() throws Exception {
    DatagramSocket signalled = socket();
    DatagramSocket natted = socket();
    alice.start(StreamParameters.of(addressOf(signalled), G711.PCMU));
    receive(signalled, 1);
    // not plausible: no RTP, another version, a payload type nobody agreed on
    send(natted, "hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII), alice);
    send(natted, packet(96, 1, 160), alice);
    until("bad ones counted", () -> alice.stats().badPackets() == 2);
    assertThat(alice.learnedRemote()).isEmpty();

    send(natted, packet(0, 1, 160), alice);
    receive(natted, 2);
    assertThat(alice.learnedRemote()).contains(addressOf(natted));

    // the very address of the SDP takes over, once
    send(signalled, packet(0, 50, 160), alice);
    until(
        "taken over",
        () -> alice.learnedRemote().equals(java.util.Optional.of(addressOf(signalled))));
    send(natted, packet(0, 2, 160), alice);
    until("stranger now", () -> alice.stats().strangerPackets() == 1);
  }

  @Test
  void aReinviteMovesTheStreamAndKeepsItsLine() throws Exception {
    DatagramSocket first = socket();
    DatagramSocket second = socket();
    StreamParameters parameters = StreamParameters.of(addressOf(first), G711.PCMU);
    alice.start(parameters);
    RtpPacket before = header(receive(first, 2).getLast());
    alice.update(StreamParameters.of(addressOf(second), G711.PCMA));
    List<ByteBuffer> moved = receive(second, 2);
    RtpPacket after = header(moved.getFirst());

    assertThat(after.payloadType()).isEqualTo(8);
    assertThat(after.ssrc()).isEqualTo(before.ssrc());
    assertThat((after.sequence() - before.sequence()) & 0xFFFF).isBetween(1, 500);
    // at least a frame of time for each packet, more where the media thread was kept waiting
    assertThat(after.timestamp() - before.timestamp())
        .isGreaterThanOrEqualTo(160 * ((after.sequence() - before.sequence()) & 0xFFFF));
  }

  @Test
  void holdStopsThePacketsAndResumeGoesOn() throws Exception {
    DatagramSocket ear = socket();
    StreamParameters parameters = StreamParameters.of(addressOf(ear), G711.PCMU);
    alice.start(parameters);
    receive(ear, 2);
    alice.update(parameters.withDirection(Direction.RECVONLY));
    // audio goes by unheard at its pace, so that a player is not stuck
    short[] tone = Tones.sine(500, 200, 5000);
    alice.awaitSent(alice.write(tone, 0, tone.length));
    long held = alice.stats().packetsSent();
    alice.awaitSent(alice.write(tone, 0, tone.length));
    assertThat(alice.stats().packetsSent()).isEqualTo(held);
    assertThat(alice.stats().audioFramesSent()).isZero();

    alice.update(parameters);
    until("resume", () -> alice.stats().packetsSent() > held);
  }

  @Test
  void clearingStopsWithinAFrame() throws Exception {
    talk();
    short[] tone = Tones.sine(500, 600, 5000);
    long end = alice.write(tone, 0, tone.length);
    alice.clear();
    long sent = alice.stats().audioFramesSent();
    alice.awaitSent(end);
    assertThat(alice.stats().audioFramesSent() - sent).isLessThanOrEqualTo(1);
  }

  @Test
  void aWriterWaitsWhileTheRingIsFull() throws Exception {
    talk();
    short[] tone = Tones.sine(500, 2000, 5000);
    long start = System.nanoTime();
    long end = alice.write(tone, 0, tone.length);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    alice.awaitSent(end);
    assertThat(alice.stats().audioFramesSent()).isEqualTo(100);
  }

  @Test
  void closingEndsWriterAndReaderAndFreesThePorts() throws Exception {
    AudioReader heard = alice.openReader();
    CompletableFuture<Boolean> read = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            read.complete(heard.read(new short[160]));
          } catch (InterruptedException e) {
            read.completeExceptionally(e);
          }
        });
    CompletableFuture<Exception> written = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            alice.write(new short[16_000], 0, 16_000);
          } catch (StreamClosedException | InterruptedException e) {
            written.complete(e);
          }
        });
    alice.close();
    alice.close();
    assertThat(read.get()).isFalse();
    assertThat(written.get()).isInstanceOf(StreamClosedException.class);
    until("closed", () -> engine.stats().openStreams() == 1);
    // a selector lets go of a closed socket at its next look
    until("its port is free", () -> isFree(alice.localAddress()));
  }

  private static boolean isFree(InetSocketAddress address) {
    try (DatagramSocket again = new DatagramSocket(address)) {
      return again.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  @Test
  void digitsArePassedOncePerPress() throws Exception {
    ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
    bob.onDigits(
        new DigitListener() {
          @Override
          public void pressed(char digit) {
            heard.add("" + digit);
          }

          @Override
          public void released(char digit, int milliseconds) {
            heard.add(digit + ":" + milliseconds);
          }
        });
    alice.start(StreamParameters.of(bob.localAddress(), G711.PCMU).withTelephoneEvent(101));
    bob.start(StreamParameters.of(alice.localAddress(), G711.PCMU).withTelephoneEvent(101));
    until("both talk", () -> bob.stats().packetsReceived() > 2);

    alice.sendDigits("11,*d", Duration.ofMillis(100));

    until("all digits", () -> heard.size() == 8);
    assertThat(heard.stream().collect(Collectors.joining(" ")))
        .isEqualTo("1 1:100 1 1:100 * *:100 D D:100");
    assertThat(bob.stats().digitsReceived()).isEqualTo(4);
    assertThatThrownBy(() -> alice.sendDigits("x", Duration.ofMillis(100)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysGoAsTonesToAPeerWithoutTelephoneEvent() throws Exception {
    StringBuilder heard = new StringBuilder();
    DtmfDetector detector = new DtmfDetector(heard::append);
    AudioReader reader = bob.openReader();
    talk();
    until("both talk", () -> heardBy(alice) > 2 && heardBy(bob) > 2);

    Thread listener =
        Thread.startVirtualThread(
            () -> {
              short[] frame = new short[RtpStream.FRAME_SAMPLES];
              try {
                while (reader.read(frame)) {
                  detector.hear(frame, 0, frame.length);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    alice.sendDigits("09*#AD,5", Duration.ofMillis(60));
    bob.close();
    listener.join();
    assertThat(heard).hasToString("09*#AD5");
  }

  @Test
  void whatIsSentCanBeReadAsThePeerHearsIt() throws Exception {
    AudioReader sent = alice.openSentReader();
    talk();
    until("both talk", () -> heardBy(alice) > 2 && heardBy(bob) > 2);
    short[] tone = Tones.sine(1000, 400, 10_000);
    alice.awaitSent(alice.write(tone, 0, tone.length));
    alice.close();
    int frames = 0;
    short[] frame = new short[RtpStream.FRAME_SAMPLES];
    while (sent.read(frame)) {
      frames += Tones.level(frame, 1000) > 9000 ? 1 : 0;
    }
    assertThat(frames).isEqualTo(20);
  }

  @Test
  void addressFamiliesDoNotMix() throws Exception {
    InetAddress other = InetAddress.getByName(host.contains(":") ? "127.0.0.1" : "::1");
    assertThatThrownBy(
            () -> alice.start(StreamParameters.of(new InetSocketAddress(other, 4000), G711.PCMU)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("IP families");
  }

  private static long heardBy(RtpStream stream) {
    return stream.stats().packetsReceived();
  }

  private void talk() {
    alice.start(StreamParameters.of(bob.localAddress(), G711.PCMU));
    bob.start(StreamParameters.of(alice.localAddress(), G711.PCMU));
  }

  private DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(local, 0));
    socket.setSoTimeout(5000);
    sockets.add(socket);
    return socket;
  }

  private static InetSocketAddress addressOf(DatagramSocket socket) {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private static byte[] packet(int payloadType, int sequence, int payload) {
    ByteBuffer buffer = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + payload);
    RtpPacket.writeHeader(buffer, false, payloadType, sequence, sequence * 160, 7);
    return buffer.array();
  }

  private static void send(DatagramSocket from, byte[] bytes, RtpStream to) throws IOException {
    from.send(new DatagramPacket(bytes, bytes.length, to.localAddress()));
  }

  private static List<ByteBuffer> receive(DatagramSocket socket, int count) throws IOException {
    List<ByteBuffer> packets = new ArrayList<>();
    while (packets.size() < count) {
      DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
      socket.receive(packet);
      packets.add(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).slice());
    }
    return packets;
  }

  private static RtpPacket header(ByteBuffer bytes) {
    RtpPacket packet = new RtpPacket();
    assertThat(packet.read(bytes, bytes.remaining())).isTrue();
    return packet;
  }
}
