package org.carillon.media.rtp;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.carillon.media.rtp.srtp.SrtpKeys;

/**
 * What an offer and answer agreed on for one stream.
 *
 * @param remote where the other side's SDP says it takes RTP; must be resolved
 * @param remoteRtcp where it takes RTCP: the {@code a=rtcp} address (RFC 3605), else RTP's port + 1
 * @param formats what may be in the packets, the preferred one first. The first G.711 law of the
 *     list is what this engine itself plays and hears; a list without one can only be relayed
 * @param direction which way audio flows, seen from this side
 * @param rtcpMux whether RTCP shares the RTP port (RFC 5761)
 * @param udptl whether the packets are no RTP but T.38 fax over UDPTL (image media, V15): relayed
 *     as they are to the stream this one is bridged with, nothing else is sent
 * @param fillSilence whether a bridged stream sends silence to its peer while nothing comes from
 *     the other side for 100 ms; needs a G.711 law
 * @param srtp the keys when the packets are SRTP and SRTCP; never together with UDPTL
 */
public record StreamParameters(
    InetSocketAddress remote,
    InetSocketAddress remoteRtcp,
    List<RtpFormat> formats,
    Direction direction,
    boolean rtcpMux,
    boolean udptl,
    boolean fillSilence,
    Optional<SrtpKeys> srtp) {

  /** Stands for "telephone-event was not agreed on". */
  public static final int NO_TELEPHONE_EVENT = -1;

  private static final int MOST_FORMATS = 64;

  /** Refuses unresolved addresses, port 0 and two formats with one payload type. */
  public StreamParameters {
    formats = List.copyOf(formats);
    Objects.requireNonNull(direction, "direction");
    if (remote.isUnresolved() || remote.getPort() == 0) {
      throw new IllegalArgumentException("the remote RTP address needs an IP address and a port");
    }
    if (remoteRtcp.isUnresolved() || remoteRtcp.getPort() == 0) {
      throw new IllegalArgumentException("the remote RTCP address needs an IP address and a port");
    }
    if (formats.isEmpty() != udptl || formats.size() > MOST_FORMATS) {
      throw new IllegalArgumentException(
          "RTP needs 1 to " + MOST_FORMATS + " formats, and UDPTL none: " + formats.size());
    }
    if (udptl && srtp.isPresent()) {
      throw new IllegalArgumentException("UDPTL cannot be encrypted with SRTP keys");
    }
    if (formats.stream().mapToInt(RtpFormat::receivePayloadType).distinct().count()
        < formats.size()) {
      throw new IllegalArgumentException("two formats have one payload type: " + formats);
    }
  }

  /**
   * One law and perhaps telephone-event, the same numbers both ways, RTCP on a port of its own.
   *
   * @param codec the law we send and expect
   * @param payloadType its payload type
   * @param telephoneEventPayloadType the payload type of telephone-event/8000 (RFC 4733), or {@link
   *     #NO_TELEPHONE_EVENT}
   */
  public StreamParameters(
      InetSocketAddress remote,
      InetSocketAddress remoteRtcp,
      G711 codec,
      int payloadType,
      int telephoneEventPayloadType,
      Direction direction) {
    this(
        remote,
        remoteRtcp,
        formats(codec, payloadType, telephoneEventPayloadType),
        direction,
        false,
        false,
        false,
        Optional.empty());
  }

  private static List<RtpFormat> formats(G711 codec, int payloadType, int telephoneEvent) {
    RtpFormat law = RtpFormat.of(codec, payloadType);
    return telephoneEvent == NO_TELEPHONE_EVENT
        ? List.of(law)
        : List.of(law, RtpFormat.telephoneEvent(telephoneEvent));
  }

  /** Both ways, static payload type, no telephone-event, RTCP on the next port. */
  public static StreamParameters of(InetSocketAddress remote, G711 codec) {
    return of(remote, List.of(RtpFormat.of(codec)));
  }

  /** Both ways, these formats, RTCP on the next port. */
  public static StreamParameters of(InetSocketAddress remote, List<RtpFormat> formats) {
    return new StreamParameters(
        remote,
        nextPort(remote),
        formats,
        Direction.SENDRECV,
        false,
        false,
        false,
        Optional.empty());
  }

  /** T.38 over UDPTL with an address. */
  public static StreamParameters udptl(InetSocketAddress remote) {
    return new StreamParameters(
        remote,
        nextPort(remote),
        List.of(),
        Direction.SENDRECV,
        false,
        true,
        false,
        Optional.empty());
  }

  /** The same with telephone-event on a payload type. */
  public StreamParameters withTelephoneEvent(int newPayloadType) {
    List<RtpFormat> all = new ArrayList<>(formats);
    all.removeIf(RtpFormat::isTelephoneEvent);
    all.add(RtpFormat.telephoneEvent(newPayloadType));
    return withFormats(all);
  }

  /** The same with audio on another payload type (a dynamic one). */
  public StreamParameters withPayloadType(int newPayloadType) {
    List<RtpFormat> all = new ArrayList<>(formats);
    RtpFormat first = all.getFirst();
    all.set(
        0,
        new RtpFormat(
            first.encoding(), first.clockRate(), first.channels(), newPayloadType, newPayloadType));
    return withFormats(all);
  }

  /** The same with other formats. */
  public StreamParameters withFormats(List<RtpFormat> newFormats) {
    return new StreamParameters(
        remote, remoteRtcp, newFormats, direction, rtcpMux, udptl, fillSilence, srtp);
  }

  /** The same in another direction (hold and resume). */
  public StreamParameters withDirection(Direction newDirection) {
    return new StreamParameters(
        remote, remoteRtcp, formats, newDirection, rtcpMux, udptl, fillSilence, srtp);
  }

  /** The same towards another address, RTCP on its next port. */
  public StreamParameters withRemote(InetSocketAddress newRemote) {
    return new StreamParameters(
        newRemote, nextPort(newRemote), formats, direction, rtcpMux, udptl, fillSilence, srtp);
  }

  /** The same with RTCP on the RTP port, or not (RFC 5761). */
  public StreamParameters withRtcpMux(boolean mux) {
    return new StreamParameters(
        remote, remoteRtcp, formats, direction, mux, udptl, fillSilence, srtp);
  }

  /** The same with silence for the peer while the other side of a bridge is quiet, or without. */
  public StreamParameters withFillSilence(boolean fill) {
    return new StreamParameters(remote, remoteRtcp, formats, direction, rtcpMux, udptl, fill, srtp);
  }

  /** The same encrypted. */
  public StreamParameters withSrtp(SrtpKeys keys) {
    return new StreamParameters(
        remote, remoteRtcp, formats, direction, rtcpMux, udptl, fillSilence, Optional.of(keys));
  }

  /** The law this engine itself plays and hears: the first of the formats. */
  public Optional<G711> codec() {
    return Optional.ofNullable(law());
  }

  G711 law() {
    RtpFormat format = lawFormat();
    return format == null ? null : format.law().orElseThrow();
  }

  /** The format of {@link #law}; null when there is none. */
  RtpFormat lawFormat() {
    for (RtpFormat format : formats) {
      if (format.law().isPresent()) {
        return format;
      }
    }
    return null;
  }

  /**
   * The payload type of telephone-event/8000 in packets we send, or {@link #NO_TELEPHONE_EVENT}.
   */
  public int telephoneEventPayloadType() {
    for (RtpFormat format : formats) {
      if (format.isTelephoneEvent() && format.clockRate() == G711.SAMPLE_RATE) {
        return format.sendPayloadType();
      }
    }
    return NO_TELEPHONE_EVENT;
  }

  private static InetSocketAddress nextPort(InetSocketAddress address) {
    // a hostile SDP may name port 65535; RTCP then goes to the port itself and is ignored there
    int port = Math.min(address.getPort() + 1, 65535);
    return new InetSocketAddress(address.getAddress(), port);
  }
}
