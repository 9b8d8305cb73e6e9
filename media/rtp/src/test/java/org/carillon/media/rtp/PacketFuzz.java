package org.carillon.media.rtp;

import java.nio.ByteBuffer;
import org.carillon.media.rtp.srtp.SrtpKey;
import org.carillon.media.rtp.srtp.SrtpReceiver;
import org.carillon.media.rtp.srtp.SrtpScratch;
import org.carillon.media.rtp.srtp.SrtpSuite;

/**
 * Any bytes as RTP, RTCP, telephone-events and SRTP: nothing may be thrown, and what was read lies
 * inside the datagram. A target of bench/fuzz.sh.
 */
public final class PacketFuzz {
  private static final SrtpKey KEY =
      new SrtpKey(SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30], new byte[0]);

  private PacketFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    int length = Math.min(bytes.length, PacketPoller.MAX_PACKET);
    rtp(copy(bytes, length), length);
    rtcp(copy(bytes, length), length);
    SrtpReceiver receiver = new SrtpReceiver(KEY, new SrtpScratch());
    require(receiver.rtp(copy(bytes, length), length) <= length);
    require(receiver.rtcp(copy(bytes, length), length) <= length);
  }

  private static void rtp(ByteBuffer buffer, int length) {
    RtpPacket header = new RtpPacket();
    if (header.read(buffer, length)) {
      require(header.payloadOffset() >= RtpPacket.HEADER_BYTES);
      require(header.payloadOffset() + header.payloadLength() <= length);
      new TelephoneEventReceiver().packet(buffer, header, digit -> {}, 0);
    }
  }

  private static void rtcp(ByteBuffer buffer, int length) {
    RtcpSession session = new RtcpSession(1, new ReceptionStatistics(), new Counters());
    if (RtpPacket.isRtcp(buffer, length)) {
      session.read(buffer, length, 1);
    }
  }

  private static ByteBuffer copy(byte[] bytes, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(PacketPoller.MAX_PACKET);
    buffer.put(0, bytes, 0, length);
    return buffer;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new AssertionError("outside the datagram");
    }
  }
}
