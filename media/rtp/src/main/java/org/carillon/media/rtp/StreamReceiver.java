package org.carillon.media.rtp;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The receiving half of a stream: who may send to it, what arrived, and who hears it. Belongs to
 * the stream's media thread but for the methods marked "any thread".
 */
final class StreamReceiver {
  private static final int MOST_READERS = 4;
  private static final int COMFORT_NOISE = 13;

  private final PacketPoller poller;
  private final Counters counters;
  private final ReceptionStatistics reception = new ReceptionStatistics();
  private final RtcpSession rtcp;
  private final RtpPacket header = new RtpPacket();
  private final TelephoneEventReceiver events = new TelephoneEventReceiver();
  private final List<TimelineReader> readers = new CopyOnWriteArrayList<>();
  private volatile DigitListener digits;
  private volatile boolean closed;
  private volatile InetSocketAddress learned;

  private StreamParameters parameters;
  private Peer signalled;
  private Peer signalledRtcp;
  private Peer locked;
  private boolean takenOver;
  private Peer lockedRtcp;

  StreamReceiver(PacketPoller poller, int ssrc, Counters counters) {
    this.poller = poller;
    this.counters = counters;
    this.rtcp = new RtcpSession(ssrc, reception, counters);
  }

  /** Any thread. */
  void onDigits(DigitListener listener) {
    digits = listener;
  }

  /** Any thread. */
  InetSocketAddress learned() {
    return learned;
  }

  /** Any thread. */
  synchronized AudioReader openReader() {
    if (readers.size() >= MOST_READERS) {
      throw new IllegalStateException("a stream has at most " + MOST_READERS + " readers");
    }
    TimelineReader reader = new TimelineReader(readers::remove);
    readers.add(reader);
    if (closed) {
      reader.close();
    }
    return reader;
  }

  /** Any thread. */
  void close() {
    closed = true;
    readers.forEach(TimelineReader::close);
  }

  void apply(StreamParameters newParameters, Peer rtp, Peer rtcpPeer) {
    // RFC 2543 puts on hold with the address 0.0.0.0: where to send stays as it was
    boolean nowhere = rtp.address().getAddress().isAnyLocalAddress();
    if (nowhere) {
      parameters = newParameters.withDirection(silenced(newParameters.direction()));
      return;
    }
    parameters = newParameters;
    if (signalled == null || !signalled.is(rtp.high(), rtp.low(), rtp.port())) {
      signalled = rtp;
      locked = null;
      lockedRtcp = null;
      takenOver = false;
      learned = null;
    }
    signalledRtcp = rtcpPeer;
  }

  private static Direction silenced(Direction direction) {
    return direction.receives() ? Direction.RECVONLY : Direction.INACTIVE;
  }

  boolean sends() {
    return parameters != null && parameters.direction().sends() && signalled != null;
  }

  /** Where RTP goes; null before an address is known. */
  Peer target() {
    return locked != null ? locked : signalled;
  }

  /** Where RTCP goes; null before an address is known. */
  Peer rtcpTarget() {
    return lockedRtcp != null ? lockedRtcp : signalledRtcp;
  }

  boolean rtcpDue(long now) {
    return rtcp.due(now);
  }

  int writeRtcp(ByteBuffer out, int timestamp, boolean bye, long now) {
    return rtcp.write(out, timestamp, bye, now);
  }

  /** One datagram on the RTP port. */
  void rtp(ByteBuffer packet, int length, long high, long low, int port, long now) {
    if (signalled == null) {
      return;
    }
    boolean fromLocked = locked != null && locked.is(high, low, port);
    boolean mayTakeOver = !takenOver && signalled.is(high, low, port);
    if (locked != null && !fromLocked && !mayTakeOver) {
      counters.add(Counters.Key.STRANGERS, 1);
      return;
    }
    if (length >= PacketPoller.MAX_PACKET || !header.read(packet, length)) {
      counters.add(Counters.Key.BAD, 1);
      return;
    }
    boolean event = header.payloadType() == parameters.telephoneEventPayloadType();
    G711 law = event ? null : law(header.payloadType(), fromLocked);
    boolean comfortNoise = fromLocked && header.payloadType() == COMFORT_NOISE;
    if (!event && law == null && !comfortNoise) {
      counters.add(Counters.Key.BAD, 1);
      return;
    }
    if (!fromLocked) {
      lock(high, low, port);
    }
    reception.packet(header.ssrc(), header.sequence());
    counters.add(Counters.Key.PACKETS_RECEIVED, 1);
    counters.add(Counters.Key.BYTES_RECEIVED, header.payloadLength());
    counters.set(Counters.Key.LOST, reception.lost());
    if (event) {
      event(packet);
    } else if (law != null) {
      audio(packet, law, now);
    }
  }

  private G711 law(int payloadType, boolean trusted) {
    if (payloadType == parameters.payloadType()) {
      return parameters.codec();
    }
    // the other side may use any law of its answer, and these two need no agreement on a number
    return trusted ? G711.forPayloadType(payloadType).orElse(null) : null;
  }

  private void lock(long high, long low, int port) {
    if (signalled.is(high, low, port)) {
      // it may take over once, from a source that was quicker
      takenOver = locked != null;
      locked = signalled;
      lockedRtcp = null;
    } else {
      boolean ipv6 = signalled.address().getAddress() instanceof Inet6Address;
      locked = Peer.of(high, low, port, ipv6, poller);
      if (!signalledRtcp.sameHost(high, low) && port < 65535) {
        lockedRtcp = Peer.of(high, low, port + 1, ipv6, poller);
      }
    }
    learned = locked.address();
  }

  private void event(ByteBuffer packet) {
    int result = events.packet(packet, header, parameters.direction().receives() ? digits : null);
    if (result < 0) {
      counters.add(Counters.Key.BAD, 1);
    } else {
      counters.add(Counters.Key.DIGITS, result);
    }
  }

  private void audio(ByteBuffer packet, G711 law, long now) {
    reception.arrival(header.timestamp(), now);
    counters.set(Counters.Key.JITTER, reception.jitter());
    if (parameters.direction().receives()) {
      for (TimelineReader reader : readers) {
        counters.add(Counters.Key.FRAMES_DROPPED, reader.offer(packet, header, law, now));
      }
    }
  }

  /** One datagram on the RTCP port. */
  void rtcp(ByteBuffer packet, int length, long high, long low, int port, long now) {
    if (signalled == null) {
      return;
    }
    if (!target().sameHost(high, low) && !signalledRtcp.is(high, low, port)) {
      counters.add(Counters.Key.STRANGERS, 1);
    } else if (length >= PacketPoller.MAX_PACKET || !rtcp.read(packet, length, now)) {
      counters.add(Counters.Key.BAD, 1);
    } else {
      counters.add(Counters.Key.RTCP_RECEIVED, 1);
    }
  }
}
