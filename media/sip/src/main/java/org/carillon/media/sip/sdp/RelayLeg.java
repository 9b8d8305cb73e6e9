package org.carillon.media.sip.sdp;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One side of a relayed call as its session descriptions know it: our address there, the number and
 * version of our session, the streams so far (none may ever be left out, RFC 3264 section 8), and
 * the keys. Belongs to the call's owner; a leg that changes its partner goes on with the next
 * {@link SdpRelay}.
 */
public final class RelayLeg {

  /** Whether packets are encrypted. */
  public enum Security {
    /** RTP only; an offer of SRTP is refused. */
    PLAIN,
    /** We offer RTP and answer what is offered, SRTP too. */
    ACCEPTED,
    /** SRTP only (V4): an offer without it is refused, and a fax too, for UDPTL is in clear. */
    REQUIRED
  }

  private final InetSocketAddress local;
  private final Security security;
  private final long sessionId;
  private long version;

  private List<MediaDescription> sent = List.of();
  private List<MediaDescription> streams = List.of();
  private int active;
  private List<CryptoLine> offeredKeys = List.of();
  private Optional<RelayedMedia> media = Optional.empty();

  /**
   * A leg.
   *
   * @param local our RTP address on this side, to be named in descriptions
   * @param sessionId the o= line's session id, the same during the call
   * @param version the o= line's version of the description sent last; 0 when none was
   */
  public RelayLeg(InetSocketAddress local, Security security, long sessionId, long version) {
    this.local = local;
    this.security = security;
    this.sessionId = sessionId;
    this.version = version;
  }

  /**
   * The same side at another address of ours, for its next offer: the session and its streams go
   * on, and packets stay encrypted where they are.
   */
  public RelayLeg movedTo(InetSocketAddress newLocal) {
    RelayLeg moved =
        new RelayLeg(
            newLocal, offersSecure() ? Security.REQUIRED : Security.PLAIN, sessionId, version);
    moved.streams = streams;
    moved.active = active;
    return moved;
  }

  /**
   * This side was offered a session at the other address after all of ours, and is to come back:
   * its next description here is a newer one (RFC 3264 section 8).
   */
  public void movedBackFrom(RelayLeg other) {
    version = other.version;
    sent = List.of();
  }

  /** What was agreed on with this side; empty before the first answer, or when it was refused. */
  public Optional<RelayedMedia> media() {
    return media;
  }

  /** What an offer and its answer made of a leg, to be gone back to. */
  public record Agreement(
      List<MediaDescription> streams, int active, Optional<RelayedMedia> media) {
    public Agreement {
      streams = List.copyOf(streams);
    }
  }

  /** What is agreed on now. */
  public Agreement agreement() {
    return new Agreement(streams, active, media);
  }

  /**
   * This side refused the session that it was offered after this agreement, which holds on (RFC
   * 3261 section 14.1).
   */
  public void goBackTo(Agreement before) {
    agreed(before.streams(), before.active(), before.media());
  }

  InetSocketAddress local() {
    return local;
  }

  Security security() {
    return security;
  }

  /** Whether we offer SRTP: where it is asked for, and where it is in use already. */
  boolean offersSecure() {
    return security == Security.REQUIRED || media.flatMap(RelayedMedia::crypto).isPresent();
  }

  /** Our keys of an offer: one for each suite, the same in every offer of the call. */
  List<CryptoLine> offeredKeys() {
    if (offeredKeys.isEmpty()) {
      List<CryptoLine> keys = new ArrayList<>();
      for (CryptoSuite suite : CryptoSuite.values()) {
        keys.add(CryptoLine.create(keys.size() + 1, suite));
      }
      offeredKeys = List.copyOf(keys);
    }
    return offeredKeys;
  }

  /** Our key of an answer: the present one while the suite stays. */
  CryptoLine answerKey(CryptoLine offered) {
    return media
        .flatMap(RelayedMedia::crypto)
        .map(RelayedMedia.Keys::ours)
        .filter(ours -> ours.suite() == offered.suite())
        .map(ours -> ours.asAnswerTo(offered))
        .orElseGet(() -> CryptoLine.answering(offered));
  }

  /** All streams for an offer with the one that is relayed in its place, the others refused. */
  List<MediaDescription> offering(MediaDescription relayed) {
    if (streams.isEmpty()) {
      return List.of(relayed);
    }
    List<MediaDescription> all = new ArrayList<>();
    for (int i = 0; i < streams.size(); i++) {
      all.add(i == active ? relayed : streams.get(i).refused());
    }
    return all;
  }

  /** Where the relayed stream stands in our offers. */
  int activeInOffer() {
    return streams.isEmpty() ? 0 : active;
  }

  /** The outcome of an offer and its answer. */
  void agreed(List<MediaDescription> newStreams, int newActive, Optional<RelayedMedia> newMedia) {
    streams = newStreams;
    active = newActive;
    media = newMedia;
  }

  /** A description with these streams; its version goes up when they changed. */
  SessionDescription describe(List<MediaDescription> all) {
    if (!all.equals(sent)) {
      sent = all;
      version++;
    }
    Connection connection = Connection.of(local.getAddress());
    return new SessionDescription(
        new Origin("-", Long.toUnsignedString(sessionId), Long.toString(version), connection),
        "-",
        Optional.of(connection),
        "0 0",
        List.of(),
        List.of(),
        all);
  }
}
