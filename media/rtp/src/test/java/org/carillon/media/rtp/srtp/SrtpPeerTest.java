package org.carillon.media.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our SRTP and Jitsi's understand each other, both ways and over a wrap of the sequence. */
class SrtpPeerTest {
  private static final int SSRC = 0x99AABBCC;
  private static final long FIRST = 65_500;
  private static final int PACKETS = 100;

  private final Random random = new Random(3);

  @ParameterizedTest
  @EnumSource(SrtpSuite.class)
  void whatOneEncryptsTheOtherReads(SrtpSuite suite) throws Exception {
    byte[] keyAndSalt = new byte[suite.keyBytes() + SrtpSuite.SALT_BYTES];
    random.nextBytes(keyAndSalt);
    SrtpKey key = new SrtpKey(suite, keyAndSalt, new byte[0]);
    SrtpSender sender = new SrtpSender(key, new SrtpScratch());
    SrtpReceiver receiver = new SrtpReceiver(key, new SrtpScratch());
    SrtpContextFactory outgoing = jitsi(suite, keyAndSalt, true);
    SrtpContextFactory incoming = jitsi(suite, keyAndSalt, false);
    SrtpCryptoContext theirSender = outgoing.deriveContext(SSRC, 0);
    SrtpCryptoContext theirReceiver = incoming.deriveContext(SSRC, 0);

    for (long index = FIRST; index < FIRST + PACKETS; index++) {
      byte[] plain = packet(index);
      ByteBuffer ours = ByteBuffer.allocate(2048);
      ours.put(0, plain);
      Packet theirs = new Packet(plain);

      int length = sender.rtp(ours, 12, plain.length, SSRC, index);
      assertThat(theirSender.transformPacket(theirs)).isEqualTo(SrtpErrorStatus.OK);
      assertThat(theirs.bytes()).isEqualTo(bytes(ours, length));

      assertThat(receiver.rtp(ours, length)).isEqualTo(plain.length);
      assertThat(bytes(ours, plain.length)).isEqualTo(plain);
      assertThat(theirReceiver.reverseTransformPacket(theirs, false)).isEqualTo(SrtpErrorStatus.OK);
      assertThat(theirs.bytes()).isEqualTo(plain);
    }

    SrtcpCryptoContext reports = incoming.deriveControlContext(SSRC);
    for (int i = 0; i < PACKETS; i++) {
      byte[] plain = new byte[28];
      random.nextBytes(plain);
      ByteBuffer ours = ByteBuffer.allocate(2048);
      ours.put(0, plain).putInt(0, 0x80C80006).putInt(4, SSRC);
      byte[] wanted = bytes(ours, 28);
      Packet theirs = new Packet(bytes(ours, sender.rtcp(ours, 28)));
      assertThat(reports.reverseTransformPacket(theirs)).isEqualTo(SrtpErrorStatus.OK);
      assertThat(theirs.bytes()).isEqualTo(wanted);
    }
  }

  private byte[] packet(long index) {
    ByteBuffer packet = ByteBuffer.allocate(12 + random.nextInt(0, 1400));
    byte[] payload = new byte[packet.capacity() - 12];
    random.nextBytes(payload);
    packet.putShort((short) 0x8000).putShort((short) index).putInt(1).putInt(SSRC).put(payload);
    return packet.array();
  }

  private static byte[] bytes(ByteBuffer packet, int length) {
    byte[] bytes = new byte[length];
    packet.get(0, bytes);
    return bytes;
  }

  private static SrtpContextFactory jitsi(SrtpSuite suite, byte[] keyAndSalt, boolean sends) {
    int salt = SrtpSuite.SALT_BYTES;
    return new SrtpContextFactory(
        sends,
        Arrays.copyOf(keyAndSalt, suite.keyBytes()),
        Arrays.copyOfRange(keyAndSalt, suite.keyBytes(), keyAndSalt.length),
        policy(suite, suite.tagBytes(), salt),
        policy(suite, SrtpSuite.RTCP_TAG_BYTES, salt),
        new LoggerImpl("peer"));
  }

  private static SrtpPolicy policy(SrtpSuite suite, int tag, int salt) {
    return new SrtpPolicy(
        SrtpPolicy.AESCM_ENCRYPTION,
        suite.keyBytes(),
        SrtpPolicy.HMACSHA1_AUTHENTICATION,
        20,
        tag,
        salt);
  }

  /** A packet as Jitsi wants it. */
  private static final class Packet implements ByteArrayBuffer {
    private byte[] buffer;
    private int length;

    Packet(byte[] bytes) {
      buffer = Arrays.copyOf(bytes, 2048);
      length = bytes.length;
    }

    byte[] bytes() {
      return Arrays.copyOf(buffer, length);
    }

    @Override
    public byte[] getBuffer() {
      return buffer;
    }

    @Override
    public int getOffset() {
      return 0;
    }

    @Override
    public int getLength() {
      return length;
    }

    @Override
    public void setLength(int newLength) {
      length = newLength;
    }

    @Override
    public void setOffset(int offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isInvalid() {
      return false;
    }

    @Override
    public void readRegionToBuff(int offset, int count, byte[] out) {
      System.arraycopy(buffer, offset, out, 0, count);
    }

    @Override
    public void grow(int more) {
      buffer = Arrays.copyOf(buffer, buffer.length + more);
    }

    @Override
    public void append(byte[] data, int count) {
      System.arraycopy(data, 0, buffer, length, count);
      length += count;
    }

    @Override
    public void shrink(int count) {
      length -= count;
    }
  }
}
