package org.carillon.media.rtp.srtp;

import java.nio.ByteBuffer;

/**
 * Checks and decrypts what one stream receives (RFC 3711 sections 3.1, 3.3 and 3.4). Belongs to the
 * stream's media thread.
 *
 * <p>A few sources are told apart, each with its own rollover counter and replay window; a source
 * is remembered only once a genuine packet of it came.
 */
public final class SrtpReceiver {

  /** Returned for a packet whose tag is wrong, or that is too short to have one. */
  public static final int FORGED = -1;

  /** Returned for a packet that came before, or is too old to tell. */
  public static final int REPLAYED = -2;

  private static final int RTP_HEADER = 12;
  private static final int RTCP_HEADER = 8;
  private static final int ENCRYPTED = 0x80000000;
  private static final int MOST_SOURCES = 4;
  // five seconds of audio
  private static final int MOST_UNDER_WAY = 250;

  private final SrtpKey key;
  private final SrtpScratch scratch;
  private final SessionKeys rtp;
  // RTCP is seldom: what works on it is made when needed, which keeps a leg small
  private final SessionKeys.Derived rtcpKeys;
  private final Source[] sources;
  private int nextSource;

  // takes the packets that were under way when the key changed; null when there are none
  private SrtpReceiver before;
  private int underWay;
  private boolean ofKeyBefore;

  private static final class Source {
    final int ssrc;
    final ReplayWindow rtp = new ReplayWindow();
    final ReplayWindow rtcp = new ReplayWindow();
    // the last index under the key before: after a new master key the other side may go on
    // counting, or begin anew (both are seen)
    long before = -1;

    Source(int ssrc) {
      this.ssrc = ssrc;
    }
  }

  /** A receiver; the scratch is its thread's. */
  public SrtpReceiver(SrtpKey key, SrtpScratch scratch) {
    this(key, scratch, new Source[MOST_SOURCES]);
  }

  private SrtpReceiver(SrtpKey key, SrtpScratch scratch, Source[] sources) {
    this.key = key;
    this.scratch = scratch;
    this.sources = sources;
    this.rtp = new SessionKeys(key, false);
    this.rtcpKeys = SessionKeys.derive(key, true);
  }

  /**
   * A receiver with a new master key of the same other side: rollover counters go on (section
   * 3.3.1), replay windows are new. The other side uses its new key once it has our answer (RFC
   * 4568 section 7.1.4), so RTP of the present key still passes: until the first packet of the new
   * one, until {@link #forgetKeyBefore}, and for at most 250 packets. From now on this receiver
   * belongs to the new one.
   */
  public SrtpReceiver rekeyed(SrtpKey newKey) {
    Source[] known = new Source[MOST_SOURCES];
    for (int i = 0; i < MOST_SOURCES; i++) {
      if (sources[i] != null) {
        known[i] = new Source(sources[i].ssrc);
        known[i].before = Math.max(sources[i].before, sources[i].rtp.highest());
      }
    }
    SrtpReceiver next = new SrtpReceiver(newKey, scratch, known);
    next.before = this;
    next.underWay = MOST_UNDER_WAY;
    before = null;
    return next;
  }

  /** Packets of the key before the last change pass no more. */
  public void forgetKeyBefore() {
    before = null;
  }

  /** Whether the packet that {@link #rtp} took last was of the key before the last change. */
  public boolean wasOfKeyBefore() {
    return ofKeyBefore;
  }

  /** The key it was made with. */
  public SrtpKey key() {
    return key;
  }

  /**
   * Checks an RTP packet and decrypts it in place.
   *
   * @return its length without tag; {@link #FORGED} or {@link #REPLAYED}, and then nothing changed
   */
  public int rtp(ByteBuffer packet, int length) {
    ofKeyBefore = false;
    int end = open(packet, length);
    if (before == null) {
      return end;
    }
    if (end == FORGED) {
      int late = before.open(packet, length);
      ofKeyBefore = late >= 0;
      underWay -= ofKeyBefore ? 1 : 0;
      before = underWay > 0 ? before : null;
      return late;
    }
    before = null;
    return end;
  }

  private int open(ByteBuffer packet, int length) {
    int tag = key.suite().tagBytes();
    int end = length - tag - key.mki().length;
    int payload = end < RTP_HEADER ? -1 : payloadOffset(packet, end);
    if (payload < 0 || !hasMki(packet, end)) {
      return FORGED;
    }
    int ssrc = packet.getInt(8);
    int sequence = packet.getShort(2) & 0xFFFF;
    Source source = find(ssrc);
    byte[] bytes = scratch.bytes;
    packet.get(0, bytes, 0, end);
    long index = index(source, sequence);
    if (source != null && !source.rtp.isNew(index)) {
      return REPLAYED;
    }
    if (!isGenuine(packet, end, length - tag, tag, index)) {
      boolean mayBeginAnew = source != null && source.rtp.highest() < 0 && index != sequence;
      if (!mayBeginAnew || !isGenuine(packet, end, length - tag, tag, sequence)) {
        return FORGED;
      }
      index = sequence;
    }
    rtp.crypt(scratch, payload, end, ssrc, index);
    packet.put(payload, bytes, payload, end - payload);
    (source == null ? remember(ssrc) : source).rtp.add(index);
    return end;
  }

  private boolean isGenuine(ByteBuffer packet, int end, int tagAt, int tag, long index) {
    scratch.putInt(end, (int) (index >>> 16));
    rtp.authenticate(scratch, end + 4);
    return rtp.hasTag(packet, tagAt, tag);
  }

  /** The likely index of a sequence number (section 3.3.1). */
  private static long index(Source source, int sequence) {
    long highest = source == null ? -1 : source.rtp.highest();
    if (source != null && highest < 0) {
      highest = source.before;
    }
    if (highest < 0) {
      return sequence;
    }
    long index = highest + (short) (sequence - (int) highest);
    return index < 0 ? sequence : index;
  }

  /** Where the header ends; -1 when it does not fit. */
  private static int payloadOffset(ByteBuffer packet, int end) {
    int first = packet.get(0);
    int offset = RTP_HEADER + 4 * (first & 0x0F);
    if ((first & 0x10) != 0) {
      if (offset + 4 > end) {
        return -1;
      }
      offset += 4 + 4 * (packet.getShort(offset + 2) & 0xFFFF);
    }
    return offset > end ? -1 : offset;
  }

  /** Checks a compound RTCP packet and decrypts it in place; returns as {@link #rtp}. */
  public int rtcp(ByteBuffer packet, int length) {
    int tagAt = length - SrtpSuite.RTCP_TAG_BYTES;
    int end = tagAt - key.mki().length - 4;
    if (end < RTCP_HEADER || !hasMki(packet, end + 4)) {
      return FORGED;
    }
    int word = packet.getInt(end);
    long index = word & ~ENCRYPTED;
    int ssrc = packet.getInt(4);
    Source source = find(ssrc);
    if (source != null && !source.rtcp.isNew(index)) {
      return REPLAYED;
    }
    byte[] bytes = scratch.bytes;
    packet.get(0, bytes, 0, end + 4);
    SessionKeys rtcp = new SessionKeys(rtcpKeys);
    rtcp.authenticate(scratch, end + 4);
    if (!rtcp.hasTag(packet, tagAt, SrtpSuite.RTCP_TAG_BYTES)) {
      return FORGED;
    }
    if ((word & ENCRYPTED) != 0) {
      rtcp.crypt(scratch, RTCP_HEADER, end, ssrc, index);
      packet.put(RTCP_HEADER, bytes, RTCP_HEADER, end - RTCP_HEADER);
    }
    (source == null ? remember(ssrc) : source).rtcp.add(index);
    return end;
  }

  private boolean hasMki(ByteBuffer packet, int at) {
    byte[] mki = key.mki();
    for (int i = 0; i < mki.length; i++) {
      if (packet.get(at + i) != mki[i]) {
        return false;
      }
    }
    return true;
  }

  private Source find(int ssrc) {
    for (Source source : sources) {
      if (source != null && source.ssrc == ssrc) {
        return source;
      }
    }
    return null;
  }

  private Source remember(int ssrc) {
    Source source = new Source(ssrc);
    sources[nextSource] = source;
    nextSource = (nextSource + 1) % MOST_SOURCES;
    return source;
  }
}
