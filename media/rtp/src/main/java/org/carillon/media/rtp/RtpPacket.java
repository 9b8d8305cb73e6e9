package org.carillon.media.rtp;

import java.nio.ByteBuffer;

/**
 * Reads and writes the RTP header (RFC 3550 section 5.1) in place, without allocation.
 *
 * <p>One object reads packet after packet; it belongs to the thread that reads. The buffer must be
 * big-endian, which is {@link ByteBuffer}'s default.
 */
public final class RtpPacket {

  /** Bytes of a header without contributing sources and extension. */
  public static final int HEADER_BYTES = 12;

  private static final int VERSION_2 = 0x80;

  private boolean marker;
  private int payloadType;
  private int sequence;
  private int timestamp;
  private int ssrc;
  private int payloadOffset;
  private int payloadLength;

  /**
   * Reads the header of the packet in {@code buffer[0, length)}.
   *
   * @return false when it is no valid RTP packet: too short, not version 2, a contributing source
   *     list, extension or padding that does not fit, or a payload type that belongs to RTCP (RFC
   *     5761 section 4). The fields are undefined then.
   */
  public boolean read(ByteBuffer buffer, int length) {
    if (length < HEADER_BYTES) {
      return false;
    }
    int first = buffer.get(0) & 0xFF;
    if ((first & 0xC0) != VERSION_2) {
      return false;
    }
    int second = buffer.get(1) & 0xFF;
    payloadType = second & 0x7F;
    if (payloadType >= 72 && payloadType <= 76) {
      return false;
    }
    marker = (second & 0x80) != 0;
    sequence = buffer.getShort(2) & 0xFFFF;
    timestamp = buffer.getInt(4);
    ssrc = buffer.getInt(8);
    int offset = HEADER_BYTES + 4 * (first & 0x0F);
    if ((first & 0x10) != 0) {
      if (offset + 4 > length) {
        return false;
      }
      offset += 4 + 4 * (buffer.getShort(offset + 2) & 0xFFFF);
    }
    int end = length;
    if ((first & 0x20) != 0) {
      int padding = buffer.get(length - 1) & 0xFF;
      if (padding == 0) {
        return false;
      }
      end -= padding;
    }
    payloadOffset = offset;
    payloadLength = end - offset;
    return payloadLength >= 0;
  }

  /** Whether a datagram on a shared port is RTCP (RFC 5761 section 4). */
  static boolean isRtcp(ByteBuffer buffer, int length) {
    if (length < 2 || (buffer.get(0) & 0xC0) != VERSION_2) {
      return false;
    }
    int type = buffer.get(1) & 0xFF;
    return type >= 192 && type <= 223;
  }

  /**
   * Rewrites the header of a packet that is passed on; contributing sources, extension and padding
   * stay.
   */
  static void rewriteHeader(
      ByteBuffer buffer, boolean marker, int payloadType, int sequence, int timestamp, int ssrc) {
    buffer.put(1, (byte) (marker ? payloadType | 0x80 : payloadType));
    buffer.putShort(2, (short) sequence);
    buffer.putInt(4, timestamp);
    buffer.putInt(8, ssrc);
  }

  /** Writes a header without contributing sources, extension or padding at the buffer's start. */
  public static void writeHeader(
      ByteBuffer buffer, boolean marker, int payloadType, int sequence, int timestamp, int ssrc) {
    buffer.put(0, (byte) VERSION_2);
    buffer.put(1, (byte) (marker ? payloadType | 0x80 : payloadType));
    buffer.putShort(2, (short) sequence);
    buffer.putInt(4, timestamp);
    buffer.putInt(8, ssrc);
  }

  /** The marker bit: the start of a talk spurt. */
  public boolean marker() {
    return marker;
  }

  /** The payload type, 0 to 127. */
  public int payloadType() {
    return payloadType;
  }

  /** The sequence number, 0 to 65535. */
  public int sequence() {
    return sequence;
  }

  /** The timestamp, to be read as unsigned, in units of the payload's clock. */
  public int timestamp() {
    return timestamp;
  }

  /** The synchronisation source. */
  public int ssrc() {
    return ssrc;
  }

  /** Where the payload starts in the buffer. */
  public int payloadOffset() {
    return payloadOffset;
  }

  /** How many bytes the payload has, padding not counted; may be 0. */
  public int payloadLength() {
    return payloadLength;
  }
}
