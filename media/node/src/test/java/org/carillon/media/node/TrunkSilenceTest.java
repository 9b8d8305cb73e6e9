package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.RtpPacket;
import org.carillon.media.sip.message.SipBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a party of a trunk call gets while the other one sends nothing, packet by packet (V15). */
@Timeout(60)
class TrunkSilenceTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final Pattern PORT = Pattern.compile("m=audio (\\d+) ");
  private static final int FRAME = 160;
  private static final int SPEECH = 10;

  @TempDir Path data;

  private DatagramSocket near;
  private DatagramSocket far;
  private Callee callee;
  private TestNode node;
  private Caller caller;
  private int farPort;

  /** A call whose sides have told of sockets that send nothing by themselves. */
  @BeforeEach
  void aSilentCall() throws Exception {
    near = socket();
    far = socket();
    callee = new Callee((self, leg) -> leg.answer(session(far)));
    node = TestNode.trunk(data, Trunks.to(callee.target()));
    caller = Caller.onLoopback();
    caller.stream().close();
    caller.dial("+12065550100", node.sip(), session(near));
    caller.awaitAnswer();
    Matcher offered = PORT.matcher(callee.awaitInvite().body().orElseThrow().text());
    assertThat(offered.find()).isTrue();
    farPort = Integer.parseInt(offered.group(1));
  }

  @AfterEach
  void close() {
    Stream.of(caller, node, callee, near, far)
        .filter(Objects::nonNull)
        .forEach(TrunkSilenceTest::closeQuietly);
  }

  @Test
  void bothGetAFrameOfSilenceEachTwentyMilliseconds() throws Exception {
    for (DatagramSocket side : List.of(near, far)) {
      List<Packet> packets = receive(side, 25);

      assertThat(packets).allMatch(Packet::isSilence);
      assertOneLine(packets);
      for (int i = 1; i < packets.size(); i++) {
        // more only where the media thread itself was kept waiting, and then it is marked
        int step = packets.get(i).timestamp() - packets.get(i - 1).timestamp();
        assertThat(step == FRAME || packets.get(i).marker()).as("step %d", step).isTrue();
      }
    }
  }

  @Test
  void whatTheFarSideSaysTakesTheLineAndNothingIsMixedIn() throws Exception {
    List<Packet> packets = new ArrayList<>(receive(near, 5));

    for (int i = 0; i < SPEECH; i++) {
      speak(i);
    }
    while (packets.stream().filter(packet -> !packet.isSilence()).count() < SPEECH) {
      packets.addAll(receive(near, 1));
    }
    packets.addAll(receive(near, 5));

    int first = packets.indexOf(packets.stream().filter(p -> !p.isSilence()).findFirst().get());
    List<Packet> spoken = packets.subList(first, first + SPEECH);
    for (int i = 0; i < SPEECH; i++) {
      assertThat(spoken.get(i).payload()).as("packet %d of the speech", i).containsOnly(i + 1);
    }
    for (int i = 1; i < SPEECH; i++) {
      assertThat(spoken.get(i).timestamp() - spoken.get(i - 1).timestamp()).isEqualTo(FRAME);
      assertThat(spoken.get(i).marker()).isFalse();
    }
    assertThat(spoken.getFirst().marker()).as("where talk begins").isTrue();
    assertThat(packets.subList(0, first)).allMatch(Packet::isSilence);
    assertThat(packets.subList(first + SPEECH, packets.size()))
        .as("it is quiet again")
        .hasSize(5)
        .allMatch(Packet::isSilence);
    assertOneLine(packets);
  }

  /** One source, no number twice and none left out, and a clock that only goes forward. */
  private static void assertOneLine(List<Packet> packets) {
    for (int i = 1; i < packets.size(); i++) {
      Packet before = packets.get(i - 1);
      Packet packet = packets.get(i);
      assertThat(packet.ssrc()).isEqualTo(before.ssrc());
      assertThat((packet.sequence() - before.sequence()) & 0xFFFF).as("packet %d", i).isEqualTo(1);
      assertThat(packet.timestamp() - before.timestamp()).as("packet %d", i).isPositive();
      assertThat((packet.timestamp() - before.timestamp()) % FRAME).as("packet %d", i).isZero();
    }
  }

  private void speak(int number) throws IOException {
    byte[] bytes = new byte[RtpPacket.HEADER_BYTES + FRAME];
    Arrays.fill(bytes, (byte) (number + 1));
    RtpPacket.writeHeader(
        ByteBuffer.wrap(bytes), false, 0, 65_530 + number, 1_000_000 + FRAME * number, 99);
    far.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(LOOPBACK, farPort)));
  }

  private record Packet(
      boolean marker, int sequence, int timestamp, int ssrc, List<Integer> payload) {

    boolean isSilence() {
      return payload.size() == FRAME
          && payload.stream().allMatch(code -> code == (G711.PCMU.silence() & 0xFF));
    }
  }

  private static List<Packet> receive(DatagramSocket socket, int count) throws IOException {
    List<Packet> packets = new ArrayList<>();
    while (packets.size() < count) {
      DatagramPacket came = new DatagramPacket(new byte[2048], 2048);
      socket.receive(came);
      RtpPacket header = new RtpPacket();
      assertThat(header.read(ByteBuffer.wrap(came.getData()), came.getLength())).isTrue();
      assertThat(header.payloadType()).isZero();
      List<Integer> payload = new ArrayList<>();
      for (int i = header.payloadOffset(); i < came.getLength(); i++) {
        payload.add(came.getData()[i] & 0xFF);
      }
      packets.add(
          new Packet(
              header.marker(), header.sequence(), header.timestamp(), header.ssrc(), payload));
    }
    return packets;
  }

  private static DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static SipBody session(DatagramSocket socket) {
    return SipBody.sdp(
        """
        v=0\r
        o=- 1 1 IN IP4 127.0.0.1\r
        s=-\r
        c=IN IP4 127.0.0.1\r
        t=0 0\r
        m=audio %d RTP/AVP 0\r
        """
            .formatted(socket.getLocalPort())
            .getBytes(StandardCharsets.US_ASCII));
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
