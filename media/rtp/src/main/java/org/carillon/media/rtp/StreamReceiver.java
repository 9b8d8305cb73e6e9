package org.carillon.media.rtp;

import java.nio.ByteBuffer;
import org.carillon.media.rtp.AddressLock.Source;
import org.carillon.media.rtp.Counters.Counter;
import org.carillon.media.rtp.srtp.SrtpKey;
import org.carillon.media.rtp.srtp.SrtpKeys;
import org.carillon.media.rtp.srtp.SrtpReceiver;
import org.carillon.media.rtp.srtp.SrtpScratch;

/**
 * The receiving half of a stream: what arrived, who hears it, and where it is relayed to. Belongs
 * to the stream's media thread but for the methods marked "any thread".
 */
final class StreamReceiver {
  private static final int FLOOD = 64;

  // our answer to whoever changed the keys arrives within this, sent again twice (RFC 3261 section
  // 17.1.1.2: after 0.5 and 1.5 s)
  private static final long KEY_BEFORE_NANOS = 2_000_000_000L;

  private final Counters counters;
  private final ReceptionStatistics reception = new ReceptionStatistics();
  private final RtcpSession rtcp;
  private final AddressLock peer;
  private final Runnable onStranger;
  private final RtpPacket header = new RtpPacket();
  private final AudioTap readers = new AudioTap();
  private volatile DigitListener digits;
  // null while nobody takes the audio live
  private volatile LiveLine live;

  private StreamParameters parameters;
  private FormatTable formats;
  private TelephoneEventReceiver events;
  private long lastHeard;
  private int strangers;
  // null while not bridged
  private StreamSender relay;
  private short[] relayTypes;

  private boolean encrypted;
  // null before the first keys; kept while packets are in clear (a fax), for the other side counts
  // on when it uses the same key again
  private SrtpReceiver srtp;
  private boolean keyChanged;
  private long keyChangedAt;

  /**
   * @param onStranger run for each packet of a stranger, on the media thread
   */
  StreamReceiver(AddressLock peer, int ssrc, Counters counters, Runnable onStranger) {
    this.counters = counters;
    this.onStranger = onStranger;
    this.peer = peer;
    this.rtcp = new RtcpSession(ssrc, reception, counters);
  }

  /** Any thread. */
  void onDigits(DigitListener listener) {
    digits = listener;
  }

  /** Any thread: who takes the audio live; null for nobody. */
  void live(LiveLine line) {
    live = line;
  }

  /** Any thread. */
  AudioReader openReader() {
    return readers.open();
  }

  /** Any thread. */
  void close() {
    readers.close();
  }

  void apply(StreamParameters newParameters, SrtpScratch scratch, long now) {
    parameters = newParameters;
    SrtpKey key = newParameters.srtp().map(SrtpKeys::theirs).orElse(null);
    encrypted = key != null;
    if (encrypted && srtp == null) {
      srtp = new SrtpReceiver(key, scratch);
    } else if (encrypted && !srtp.key().equals(key)) {
      srtp = srtp.rekeyed(key);
      keyChanged = true;
      keyChangedAt = now;
    }
    formats = new FormatTable(newParameters);
    lastHeard = now;
    RtpFormat law = newParameters.lawFormat();
    if (law != null) {
      rtcp.clockRate(law.clockRate());
    }
  }

  /** From now on what arrives leaves by another stream; null ends that. */
  void relayTo(StreamSender other, short[] payloadTypes) {
    relay = payloadTypes == null ? null : other;
    relayTypes = payloadTypes;
  }

  /** When the last valid packet came, RTP or RTCP, or when the stream was started or changed. */
  long lastHeard() {
    return lastHeard;
  }

  boolean rtcpDue(long now) {
    return rtcp.due(now);
  }

  int writeRtcp(ByteBuffer out, int timestamp, boolean bye, long now) {
    return rtcp.write(out, timestamp, bye, now);
  }

  /** One datagram on the RTP port. */
  void rtp(ByteBuffer packet, int length, long high, long low, int port, long now) {
    if (!peer.isSignalled()) {
      return;
    }
    Source source = peer.source(high, low, port, now);
    if (source == Source.STRANGER) {
      stranger();
      if (++strangers % FLOOD == 0) {
        peer.settle(now, true);
      }
      return;
    }
    if (length >= PacketPoller.MAX_PACKET) {
      counters.add(Counter.BAD, 1);
    } else if (parameters.udptl()) {
      udptl(packet, length, source, high, low, port, now);
    } else if (parameters.rtcpMux() && RtpPacket.isRtcp(packet, length)) {
      rtcpFromPeer(packet, length, now);
    } else {
      audio(packet, length, source, high, low, port, now);
    }
  }

  private void audio(
      ByteBuffer packet, int size, Source source, long high, long low, int port, long now) {
    int length = encrypted ? decrypted(packet, size, now) : size;
    if (length < 0) {
      return;
    }
    if (!header.read(packet, length)) {
      counters.add(Counter.BAD, 1);
      return;
    }
    int type = header.payloadType();
    byte kind = source == Source.LOCKED ? formats.trustedKind(type) : formats.kind(type);
    if (kind == FormatTable.NONE || (kind == FormatTable.NOISE && source != Source.LOCKED)) {
      counters.add(Counter.BAD, 1);
      return;
    }
    if (source == Source.LOCKED) {
      peer.heard(now);
    } else if (source == Source.CANDIDATE && !(encrypted && srtp.wasOfKeyBefore())) {
      // who has not the new key is not whom it was agreed on with
      peer.lock(high, low, port, now);
    }
    lastHeard = now;
    ReceptionStatistics.Order order = reception.packet(header.ssrc(), header.sequence());
    counters.add(Counter.PACKETS_RECEIVED, 1);
    counters.add(Counter.BYTES_RECEIVED, header.payloadLength());
    counters.add(Counter.RTP_BYTES_RECEIVED, length);
    counters.set(Counter.LOST, reception.lost());
    boolean receives = parameters.direction().receives();
    if (order == ReceptionStatistics.Order.FIRST && events != null) {
      events.restart(receives ? digits : null);
    }
    if (kind == FormatTable.EVENT) {
      event(packet, receives, now);
    } else if (kind != FormatTable.NOISE) {
      jitter(type, now);
      if (receives && (readers.isOpen() || live != null)) {
        read(packet, FormatTable.law(kind), now);
      }
    }
    boolean fresh = inOrder(order);
    if (fresh && receives && relay != null) {
      relay(packet, length, type, order, now);
    }
  }

  private int decrypted(ByteBuffer packet, int size, long now) {
    if (keyChanged && now - keyChangedAt >= KEY_BEFORE_NANOS) {
      keyChanged = false;
      srtp.forgetKeyBefore();
    }
    return genuine(srtp.rtp(packet, size));
  }

  private void stranger() {
    counters.add(Counter.STRANGERS, 1);
    onStranger.run();
  }

  /** Counts what is not. */
  private int genuine(int result) {
    if (result < 0) {
      boolean again = result == SrtpReceiver.REPLAYED;
      counters.add(again ? Counter.DUPLICATES : Counter.FORGED, 1);
    }
    return result;
  }

  /** Counts; returns whether a packet may be passed on. */
  private boolean inOrder(ReceptionStatistics.Order order) {
    Counter key =
        switch (order) {
          case NEXT, FIRST -> null;
          case REORDERED -> Counter.REORDERED;
          case DUPLICATE -> Counter.DUPLICATES;
          case LATE -> Counter.LATE;
          case STRAY -> Counter.BAD;
        };
    if (key != null) {
      counters.add(key, 1);
    }
    return key == null || key == Counter.REORDERED;
  }

  private void relay(
      ByteBuffer packet, int length, int type, ReceptionStatistics.Order order, long now) {
    short to = relayTypes[type];
    if (to == FormatTable.DROP) {
      counters.add(Counter.NOT_RELAYED, 1);
      return;
    }
    if ((to & FormatTable.RECODE) != 0) {
      FormatTable.law(formats.trustedKind(type))
          .recodeToOther(packet, header.payloadOffset(), header.payloadLength());
    }
    boolean first = order == ReceptionStatistics.Order.FIRST;
    relay.relay(packet, length, header, to & 0x7F, first, now);
  }

  private void udptl(
      ByteBuffer packet, int length, Source source, long high, long low, int port, long now) {
    if (source != Source.LOCKED) {
      // Audio that is still under way must not draw the fax to its own port. UDPTL begins with a
      // sequence number that begins with 0 (T.38 section 9.1), so it does not look like RTP for
      // long.
      if (source == Source.FORMER || header.read(packet, length)) {
        counters.add(Counter.BAD, 1);
        return;
      }
      peer.lock(high, low, port, now);
    } else {
      peer.heard(now);
    }
    lastHeard = now;
    counters.add(Counter.UDPTL_RECEIVED, 1);
    if (relay != null) {
      relay.relayUdptl(packet, length);
    }
  }

  private void event(ByteBuffer packet, boolean receives, long now) {
    if (events == null) {
      events = new TelephoneEventReceiver();
    }
    int result = events.packet(packet, header, receives ? digits : null, now);
    if (result < 0) {
      counters.add(Counter.BAD, 1);
    } else {
      counters.add(Counter.DIGITS, result);
    }
  }

  private void jitter(int type, long now) {
    int clock = formats.clockRate(type);
    int off = reception.arrival(header.timestamp(), now, clock);
    counters.set(Counter.JITTER, reception.jitter() * 1_000_000L / clock);
    if (off >= 0) {
      counters.add(Counter.JITTER_SUM, off * 1_000_000L / clock);
      counters.add(Counter.JITTER_SAMPLES, 1);
    }
  }

  private void read(ByteBuffer packet, G711 law, long now) {
    if (law != null) {
      int offset = header.payloadOffset();
      int length = header.payloadLength();
      int dropped = readers.offer(packet, offset, length, header.timestamp(), law, now);
      LiveLine line = live;
      if (line != null) {
        dropped += line.offer(packet, offset, length, header.timestamp(), law, now);
      }
      counters.add(Counter.FRAMES_DROPPED, dropped);
    }
  }

  /** One datagram on the RTCP port. */
  void rtcp(ByteBuffer packet, int length, long high, long low, int port, long now) {
    if (!peer.isSignalled()) {
      return;
    }
    if (!peer.mayBeRtcp(high, low, port)) {
      stranger();
    } else if (length >= PacketPoller.MAX_PACKET) {
      counters.add(Counter.BAD, 1);
    } else {
      rtcpFromPeer(packet, length, now);
    }
  }

  private void rtcpFromPeer(ByteBuffer packet, int size, long now) {
    int length = encrypted ? genuine(srtp.rtcp(packet, size)) : size;
    if (length < 0) {
      return;
    }
    if (!rtcp.read(packet, length, now)) {
      counters.add(Counter.BAD, 1);
      return;
    }
    lastHeard = now;
    counters.add(Counter.RTCP_RECEIVED, 1);
    counters.add(Counter.RTCP_BYTES_RECEIVED, length);
  }
}
