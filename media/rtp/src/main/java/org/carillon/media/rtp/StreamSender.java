package org.carillon.media.rtp;

import static org.carillon.media.rtp.RtpStream.FRAME_SAMPLES;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import org.carillon.media.rtp.Counters.Counter;
import org.carillon.media.rtp.srtp.SrtpKey;
import org.carillon.media.rtp.srtp.SrtpKeys;
import org.carillon.media.rtp.srtp.SrtpScratch;
import org.carillon.media.rtp.srtp.SrtpSender;

/**
 * The sending half of a stream: one line of packets with one source, one sequence and one clock for
 * the stream's whole life, whatever feeds it: queued audio, key presses, silence, or the packets of
 * the stream it is bridged with. Belongs to the stream's media thread.
 *
 * <p>Relayed packets get this line's source, and their sequence and timestamp by a fixed distance,
 * so that a loss before us stays visible behind us and a receiver meets no second source when what
 * feeds the line changes. That also keeps one SRTP context right (RFC 3711 section 9.1: an index is
 * never used twice).
 */
final class StreamSender {
  private static final long QUIET_NANOS = 100_000_000L;
  private static final int MOST_AHEAD = G711.SAMPLE_RATE; // a second
  private static final Map<G711, byte[]> SILENCE = new EnumMap<>(G711.class);

  static {
    for (G711 law : G711.values()) {
      byte[] frame = new byte[FRAME_SAMPLES];
      Arrays.fill(frame, law.silence());
      SILENCE.put(law, frame);
    }
  }

  private final PortRange.Lease lease;
  private final AddressLock peer;
  private final int ssrc;
  private final Counters counters;
  private final AudioTap listeners = new AudioTap();

  private boolean encrypted;
  // null before the first keys; kept while packets are in clear, for no index may be used twice
  private SrtpSender srtp;
  private StreamParameters parameters;
  private boolean sends;
  private G711 law;
  private int lawPayloadType;

  // the last sequence number sent, with the wraps counted above its 16 bits
  private long last = ThreadLocalRandom.current().nextInt(1 << 15);
  private int timestamp = ThreadLocalRandom.current().nextInt();
  private int lastTimestamp = timestamp - FRAME_SAMPLES;
  private long lastPeriod = -1;
  private boolean markNext = true;
  private boolean talking;

  // made when first needed: a leg that is only relayed has none of them
  private TelephoneEventSender events;
  private Queue<TelephoneEventSender.Press> presses;

  // null while nothing feeds the line live; set by any thread
  private volatile LiveLine live;

  private boolean bridged;
  private boolean anchored;
  private long floor;
  private int sequenceDistance;
  private int timestampDistance;
  private long lastRelayed;
  // the key press relayed last: its timestamp on the other side, and on this one
  private boolean pressed;
  private int pressThere;
  private int pressHere;

  StreamSender(PortRange.Lease lease, AddressLock peer, int ssrc, Counters counters) {
    this.lease = lease;
    this.peer = peer;
    this.ssrc = ssrc;
    this.counters = counters;
  }

  void apply(StreamParameters newParameters, SrtpScratch scratch) {
    parameters = newParameters;
    SrtpKey key = newParameters.srtp().map(SrtpKeys::ours).orElse(null);
    encrypted = key != null;
    if (encrypted && srtp == null) {
      srtp = new SrtpSender(key, scratch);
    } else if (encrypted && !srtp.key().equals(key)) {
      // a new key goes on with the same indexes (RFC 3711 section 3.3.1)
      srtp = srtp.rekeyed(key);
    }
    sends = newParameters.direction().sends() && peer.isSignalled();
    RtpFormat format = newParameters.lawFormat();
    law = newParameters.law();
    lawPayloadType = format == null ? -1 : format.sendPayloadType();
  }

  /** Any thread. */
  AudioReader openReader() {
    return listeners.open();
  }

  /** Any thread: nothing more is heard. */
  void closeReaders() {
    listeners.close();
  }

  /** Whether packets of another stream feed this one now. */
  void bridged(boolean now) {
    if (bridged != now) {
      bridged = now;
      anchored = false;
      pressed = false;
    }
  }

  /** Any thread: what feeds the line while nothing is queued; null for silence. */
  void live(LiveLine line) {
    live = line;
  }

  void press(TelephoneEventSender.Press press) {
    if (presses == null) {
      presses = new ArrayDeque<>(4);
      events = new TelephoneEventSender();
    }
    presses.add(press);
  }

  void close() {
    if (presses != null) {
      events.close();
      presses.forEach(press -> press.sent().cancel(false));
      presses.clear();
    }
  }

  /** Whether send times are needed: not while a bridge alone feeds the line. */
  boolean needsTicks(FrameRing ring) {
    return !bridged
        || live != null
        || (ring != null && !ring.isEmpty())
        || (parameters.fillSilence() && law != null)
        || talking
        || (presses != null && (events.busy() || !presses.isEmpty()));
  }

  /** One send time. */
  void tick(long period, long now, ByteBuffer out, FrameRing ring) {
    markNext |= advance(period) > 1;
    if (presses != null && !events.busy() && !presses.isEmpty()) {
      events.begin(presses.poll());
    }
    if (parameters.udptl()) {
      // a fax has the line for itself; what was queued goes by at its pace
      drain(ring, out);
    } else if (presses != null && events.busy()) {
      tickEvent(out);
    } else {
      tickAudio(out, ring, now);
    }
  }

  /** Moves the clock to a period of 20 ms; returns how many passed. */
  private long advance(long period) {
    long passed = lastPeriod < 0 ? 1 : period - lastPeriod;
    if (lastPeriod >= 0) {
      timestamp += (int) passed * FRAME_SAMPLES;
    }
    lastPeriod = period;
    return passed;
  }

  /**
   * The timestamp of the next packet of our own: that of the clock, or the one behind what was sent
   * when relayed packets ran ahead. A pause makes good for that, so the clock stays as it is; it
   * follows a line that is far away.
   */
  private int nextTimestamp() {
    int ahead = lastTimestamp - timestamp;
    if (ahead < 0) {
      return timestamp;
    }
    if (ahead > MOST_AHEAD) {
      timestamp = lastTimestamp + FRAME_SAMPLES;
    }
    return lastTimestamp + FRAME_SAMPLES;
  }

  /** What a packet of a period would carry; a report says it and leaves the line's clock alone. */
  private int timestampAt(long period) {
    int clock =
        lastPeriod < 0 ? timestamp : timestamp + (int) (period - lastPeriod) * FRAME_SAMPLES;
    return clock - lastTimestamp < 0 ? lastTimestamp : clock;
  }

  private void drain(FrameRing ring, ByteBuffer out) {
    talking = ring != null && ring.peek(out, RtpPacket.HEADER_BYTES, G711.PCMU);
    if (talking) {
      ring.taken();
    }
  }

  private void tickAudio(ByteBuffer out, FrameRing ring, long now) {
    G711 codec = law == null ? G711.PCMU : law;
    boolean queued = ring != null && ring.peek(out, RtpPacket.HEADER_BYTES, codec);
    boolean mixed = liveAudio(out, codec, queued);
    boolean audio = queued || mixed;
    boolean fills = !bridged || (parameters.fillSilence() && now - lastRelayed > QUIET_NANOS);
    if (sends && law != null) {
      if (audio || fills) {
        if (!audio) {
          out.put(RtpPacket.HEADER_BYTES, SILENCE.get(law));
        }
        boolean marker = markNext || (audio && !talking);
        int at = nextTimestamp();
        heard(out, RtpPacket.HEADER_BYTES, FRAME_SAMPLES, at, law, now);
        send(out, marker, lawPayloadType, at, FRAME_SAMPLES);
        markNext = false;
        counters.add(Counter.AUDIO_FRAMES_SENT, audio ? 1 : 0);
      }
    } else {
      markNext = true;
    }
    talking = audio;
    if (queued) {
      ring.taken();
    }
  }

  /** What feeds the line live keeps its pace, and is not heard, while something else has it. */
  private boolean liveAudio(ByteBuffer out, G711 codec, boolean unheard) {
    LiveLine line = live;
    if (line == null) {
      return false;
    }
    if (unheard) {
      line.skip();
      return false;
    }
    return line.next(out, RtpPacket.HEADER_BYTES, codec);
  }

  private void tickEvent(ByteBuffer out) {
    var _ = liveAudio(out, G711.PCMU, true);
    int payloadType = parameters.telephoneEventPayloadType();
    int at = nextTimestamp();
    int pressed = events.timestamp(at); // of a press that begins on hold too
    if (sends && events.sendsEvent() && payloadType >= 0) {
      boolean marker = events.starts();
      int length = events.write(out, RtpPacket.HEADER_BYTES);
      send(out, marker, payloadType, pressed, length);
      lastTimestamp = at;
    } else if (sends && law != null) {
      out.put(RtpPacket.HEADER_BYTES, SILENCE.get(law));
      send(out, markNext, lawPayloadType, at, FRAME_SAMPLES);
    }
    markNext = true;
    talking = false;
    events.advance();
  }

  private void heard(ByteBuffer packet, int offset, int length, int at, G711 in, long now) {
    if (in != null && listeners.isOpen()) {
      counters.add(Counter.FRAMES_DROPPED, listeners.offer(packet, offset, length, at, in, now));
    }
  }

  /** The law of relayed packets, of which a peer may know both; null for other codecs. */
  private G711 lawOf(int payloadType) {
    for (RtpFormat format : parameters.formats()) {
      if (format.sendPayloadType() == payloadType) {
        return format.law().orElse(null);
      }
    }
    return null;
  }

  private void send(ByteBuffer out, boolean marker, int payloadType, int at, int payload) {
    last++;
    lastTimestamp = at;
    anchored = false;
    RtpPacket.writeHeader(out, marker, payloadType, (int) last, at, ssrc);
    send(out, RtpPacket.HEADER_BYTES, RtpPacket.HEADER_BYTES + payload, payload, last);
  }

  private void send(ByteBuffer packet, int payloadOffset, int size, int payload, long index) {
    int length = encrypted ? srtp.rtp(packet, payloadOffset, size, ssrc, index) : size;
    if (length > 0 && lease.rtp().send(packet, length, peer.target())) {
      counters.add(Counter.PACKETS_SENT, 1);
      counters.add(Counter.BYTES_SENT, payload);
      counters.add(Counter.RTP_BYTES_SENT, length);
    } else {
      counters.add(Counter.SEND_ERRORS, 1);
    }
  }

  /**
   * Passes a packet of the other stream on, in place. Dropped while this side is on hold or while
   * queued audio or a key press has the line.
   *
   * @param payloadType the number this side knows the payload by
   * @param first whether the other stream's source is new, or began anew
   */
  void relay(
      ByteBuffer packet, int length, RtpPacket header, int payloadType, boolean first, long now) {
    lastRelayed = now;
    if (!sends || talking || (presses != null && (events.busy() || !presses.isEmpty()))) {
      anchored = false;
      return;
    }
    boolean marker = header.marker();
    boolean event = payloadType == parameters.telephoneEventPayloadType();
    // one press has one timestamp (RFC 4733 section 2.5.1.2), also when silence filled a hole in it
    // or speech of another source came between
    boolean samePress = event && pressed && header.timestamp() == pressThere;
    if (first || !anchored) {
      anchor(header, MediaThread.period(now));
      // the receiver may adapt its buffer; in key presses the marker means another thing
      marker |= !event;
    }
    int step = (short) (header.sequence() + sequenceDistance - (int) last);
    long index = last + step;
    if (index <= floor) {
      // older than the switch: its number was another packet's
      return;
    }
    int at = samePress ? pressHere : header.timestamp() + timestampDistance;
    if (event) {
      pressed = true;
      pressThere = header.timestamp();
      pressHere = at;
    }
    if (step > 0) {
      counters.add(Counter.GAPS, step - 1);
      last = index;
      lastTimestamp = samePress ? lastTimestamp : at;
    } else {
      counters.add(Counter.GAPS, -1);
    }
    if (listeners.isOpen()) {
      G711 in = lawOf(payloadType);
      heard(packet, header.payloadOffset(), header.payloadLength(), at, in, now);
    }
    RtpPacket.rewriteHeader(packet, marker, payloadType, (int) index, at, ssrc);
    send(packet, header.payloadOffset(), length, header.payloadLength(), index);
  }

  private void anchor(RtpPacket header, long period) {
    advance(period);
    anchored = true;
    floor = last;
    sequenceDistance = (int) last + 1 - header.sequence();
    timestampDistance = nextTimestamp() - header.timestamp();
  }

  /** Passes a datagram of UDPTL on as it is. */
  void relayUdptl(ByteBuffer packet, int length) {
    if (parameters.udptl() && peer.isSignalled()) {
      Counter key =
          lease.rtp().send(packet, length, peer.target())
              ? Counter.UDPTL_SENT
              : Counter.SEND_ERRORS;
      counters.add(key, 1);
    }
  }

  /** Sends a report, or says BYE. */
  void sendRtcp(StreamReceiver receiver, boolean bye, long now, ByteBuffer out) {
    Peer to = parameters.rtcpMux() ? peer.target() : peer.rtcpTarget();
    if (to == null || parameters.udptl()) {
      return;
    }
    int size = receiver.writeRtcp(out, timestampAt(MediaThread.period(now)), bye, now);
    int length = encrypted ? srtp.rtcp(out, size) : size;
    PacketPoller.Socket socket = parameters.rtcpMux() ? lease.rtp() : lease.rtcp();
    if (length > 0 && socket.send(out, length, to)) {
      counters.add(Counter.RTCP_SENT, 1);
      counters.add(Counter.RTCP_BYTES_SENT, length);
    }
  }
}
