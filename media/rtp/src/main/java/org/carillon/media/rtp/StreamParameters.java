package org.carillon.media.rtp;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * What an offer and answer agreed on for one audio stream.
 *
 * @param remote where the other side's SDP says it takes RTP; must be resolved
 * @param remoteRtcp where it takes RTCP: the {@code a=rtcp} address (RFC 3605), else RTP's port + 1
 * @param codec the law we send and expect
 * @param payloadType the RTP payload type of {@code codec}, 0 to 127
 * @param telephoneEventPayloadType the payload type of telephone-event/8000 (RFC 4733), 0 to 127,
 *     or {@link #NO_TELEPHONE_EVENT}
 * @param direction which way audio flows, seen from this side
 */
public record StreamParameters(
    InetSocketAddress remote,
    InetSocketAddress remoteRtcp,
    G711 codec,
    int payloadType,
    int telephoneEventPayloadType,
    Direction direction) {

  /** Stands for "telephone-event was not agreed on". */
  public static final int NO_TELEPHONE_EVENT = -1;

  /** Refuses unresolved addresses, port 0 and payload types out of range. */
  public StreamParameters {
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(direction, "direction");
    if (remote.isUnresolved() || remote.getPort() == 0) {
      throw new IllegalArgumentException("the remote RTP address needs an IP address and a port");
    }
    if (remoteRtcp.isUnresolved() || remoteRtcp.getPort() == 0) {
      throw new IllegalArgumentException("the remote RTCP address needs an IP address and a port");
    }
    if (payloadType < 0 || payloadType > 127) {
      throw new IllegalArgumentException("payload type " + payloadType + " is not in 0..127");
    }
    if (telephoneEventPayloadType < NO_TELEPHONE_EVENT || telephoneEventPayloadType > 127) {
      throw new IllegalArgumentException(
          "telephone-event payload type " + telephoneEventPayloadType + " is not in 0..127");
    }
    if (telephoneEventPayloadType == payloadType) {
      throw new IllegalArgumentException(
          "payload type " + payloadType + " cannot be both audio and telephone-event");
    }
  }

  /** Both ways, static payload type, no telephone-event, RTCP on the next port. */
  public static StreamParameters of(InetSocketAddress remote, G711 codec) {
    return new StreamParameters(
        remote,
        nextPort(remote),
        codec,
        codec.payloadType(),
        NO_TELEPHONE_EVENT,
        Direction.SENDRECV);
  }

  /** The same with telephone-event on a payload type. */
  public StreamParameters withTelephoneEvent(int newPayloadType) {
    return new StreamParameters(remote, remoteRtcp, codec, payloadType, newPayloadType, direction);
  }

  /** The same with audio on another payload type (a dynamic one). */
  public StreamParameters withPayloadType(int newPayloadType) {
    return new StreamParameters(
        remote, remoteRtcp, codec, newPayloadType, telephoneEventPayloadType, direction);
  }

  /** The same in another direction (hold and resume). */
  public StreamParameters withDirection(Direction newDirection) {
    return new StreamParameters(
        remote, remoteRtcp, codec, payloadType, telephoneEventPayloadType, newDirection);
  }

  /** The same towards another address, RTCP on its next port. */
  public StreamParameters withRemote(InetSocketAddress newRemote) {
    return new StreamParameters(
        newRemote, nextPort(newRemote), codec, payloadType, telephoneEventPayloadType, direction);
  }

  private static InetSocketAddress nextPort(InetSocketAddress address) {
    // a hostile SDP may name port 65535; RTCP then goes to the port itself and is ignored there
    int port = Math.min(address.getPort() + 1, 65535);
    return new InetSocketAddress(address.getAddress(), port);
  }
}
