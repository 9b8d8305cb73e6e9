package org.carillon.media.sip.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What our side offers or can answer with.
 *
 * @param address where we receive RTP; RTCP on the next port
 * @param codecs speech codecs in the order we prefer, PCMU and PCMA
 * @param telephoneEvents whether DTMF by RFC 4733 is offered and accepted
 * @param ptime milliseconds of audio in a packet, 10 to 60
 * @param direction what our side wants to do
 * @param sessionId the o= line's session id, the same during a call
 * @param sessionVersion the o= line's version, one more for every change
 */
public record AudioCapabilities(
    InetSocketAddress address,
    List<Codec> codecs,
    boolean telephoneEvents,
    int ptime,
    Direction direction,
    long sessionId,
    long sessionVersion) {

  public AudioCapabilities {
    codecs = List.copyOf(codecs);
    if (codecs.isEmpty() || codecs.contains(Codec.TELEPHONE_EVENT)) {
      throw new IllegalArgumentException("Name at least one speech codec, and speech codecs only.");
    }
    if (ptime < 10 || ptime > 60) {
      throw new IllegalArgumentException("ptime is 10 to 60 ms, not " + ptime);
    }
  }

  /** PCMU, PCMA and telephone-event in 20 ms packets, both ways, session version 1. */
  public static AudioCapabilities g711(InetAddress address, int port, long sessionId) {
    return new AudioCapabilities(
        new InetSocketAddress(address, port),
        List.of(Codec.PCMU, Codec.PCMA),
        true,
        20,
        Direction.SENDRECV,
        sessionId,
        1);
  }

  /** These with another direction, for example for hold. */
  public AudioCapabilities withDirection(Direction wanted) {
    return new AudioCapabilities(
        address, codecs, telephoneEvents, ptime, wanted, sessionId, sessionVersion);
  }

  /** These with the version of a changed description. */
  public AudioCapabilities withSessionVersion(long version) {
    return new AudioCapabilities(
        address, codecs, telephoneEvents, ptime, direction, sessionId, version);
  }

  /** These with other speech codecs, in order of preference. */
  public AudioCapabilities withCodecs(List<Codec> preferred) {
    return new AudioCapabilities(
        address, preferred, telephoneEvents, ptime, direction, sessionId, sessionVersion);
  }
}
