package org.carillon.media.rtp.srtp;

import java.nio.ByteBuffer;

/**
 * Encrypts and signs what one stream sends (RFC 3711 sections 3.1 and 3.4). Belongs to the stream's
 * media thread.
 */
public final class SrtpSender {
  private static final int RTCP_HEADER = 8;
  private static final int ENCRYPTED = 0x80000000;

  private final SrtpKey key;
  private final SrtpScratch scratch;
  private final SessionKeys rtp;
  // RTCP is seldom: what works on it is made when needed, which keeps a leg small
  private final SessionKeys.Derived rtcpKeys;
  private int rtcpIndex;

  /** A sender; the scratch is its thread's. */
  public SrtpSender(SrtpKey key, SrtpScratch scratch) {
    this.key = key;
    this.scratch = scratch;
    this.rtp = new SessionKeys(key, false);
    this.rtcpKeys = SessionKeys.derive(key, true);
  }

  /**
   * A sender with a new master key. The index of RTCP goes on: a re-key must not set it back to
   * zero (RFC 3711 section 3.4), and a key that comes back then meets no index twice.
   */
  public SrtpSender rekeyed(SrtpKey newKey) {
    SrtpSender next = new SrtpSender(newKey, scratch);
    next.rtcpIndex = rtcpIndex;
    return next;
  }

  /** The key it was made with. */
  public SrtpKey key() {
    return key;
  }

  /**
   * Encrypts a packet in place and puts the tag behind it.
   *
   * @param payloadOffset where its header ends
   * @param ssrc its source
   * @param index its sequence number with the wraps above it; the caller uses each index once, for
   *     two packets with one index give each other away (section 9.1)
   * @return the new length, or -1 when the buffer is too small
   */
  public int rtp(ByteBuffer packet, int payloadOffset, int length, int ssrc, long index) {
    SrtpSuite suite = key.suite();
    int total = length + key.mki().length + suite.tagBytes();
    if (total > packet.capacity()) {
      return -1;
    }
    byte[] bytes = scratch.bytes;
    packet.get(0, bytes, 0, length);
    rtp.crypt(scratch, payloadOffset, length, ssrc, index);
    packet.put(payloadOffset, bytes, payloadOffset, length - payloadOffset);
    scratch.putInt(length, (int) (index >>> 16));
    rtp.authenticate(scratch, length + 4);
    packet.put(length, key.mki());
    rtp.putTag(packet, length + key.mki().length, suite.tagBytes());
    return total;
  }

  /** Encrypts a compound RTCP packet in place; returns the new length, or -1 as above. */
  public int rtcp(ByteBuffer packet, int length) {
    int total = length + 4 + key.mki().length + SrtpSuite.RTCP_TAG_BYTES;
    if (total > packet.capacity()) {
      return -1;
    }
    rtcpIndex = (rtcpIndex + 1) & ~ENCRYPTED;
    byte[] bytes = scratch.bytes;
    packet.get(0, bytes, 0, length);
    SessionKeys rtcp = new SessionKeys(rtcpKeys);
    rtcp.crypt(scratch, RTCP_HEADER, length, packet.getInt(4), rtcpIndex);
    packet.put(RTCP_HEADER, bytes, RTCP_HEADER, length - RTCP_HEADER);
    scratch.putInt(length, rtcpIndex | ENCRYPTED);
    packet.putInt(length, rtcpIndex | ENCRYPTED);
    rtcp.authenticate(scratch, length + 4);
    packet.put(length + 4, key.mki());
    rtcp.putTag(packet, length + 4 + key.mki().length, SrtpSuite.RTCP_TAG_BYTES);
    return total;
  }
}
