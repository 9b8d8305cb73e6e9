package org.carillon.media.sip.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Passes offers and answers between the two sides of a call whose media goes through us (RFC 3264):
 * our address, port and keys in place of theirs, the codecs of one side offered to the other. One
 * stream is relayed, the first that can be: audio over RTP or SRTP, or a fax (image over UDPTL).
 * Every other stream is refused with port 0.
 *
 * <p>Any codec passes. When one side has only PCMU and the other only PCMA, each keeps its own and
 * the media relay recodes. Direction (hold), packet time, telephone-event and T.38 lines pass;
 * other attributes are between us and each side and do not.
 *
 * <p>Belongs to the call's owner. An offer that is refused changes nothing but is forgotten when
 * the next one comes.
 */
public final class SdpRelay {
  private final RelayLeg first;
  private final RelayLeg second;
  private Pending pending;

  /** An offer under way. */
  private record Pending(
      RelayLeg offerer,
      RelayLeg answerer,
      SessionDescription offer,
      int index,
      RelayStream stream,
      RelayStream sent,
      boolean secure,
      Optional<CryptoLine> chosen) {}

  /** A relay between two legs. */
  public SdpRelay(RelayLeg first, RelayLeg second) {
    this.first = first;
    this.second = second;
  }

  /** {@link #offer(RelayLeg, SessionDescription)} for the bytes of a body. */
  public SessionDescription offer(RelayLeg from, byte[] offer) throws SdpException {
    return offer(from, SessionDescription.parse(offer));
  }

  /**
   * Takes an offer of one side.
   *
   * @param from the leg it came from
   * @return the offer for the other side
   * @throws SdpException 488 when no stream can be relayed, with a reason fit for a Warning header
   */
  public SessionDescription offer(RelayLeg from, SessionDescription offer) throws SdpException {
    RelayLeg to = other(from);
    SdpException why =
        SdpException.notAcceptable("No offered stream is RTP audio or a T.38 fax that we can use");
    for (int i = 0; i < offer.media().size(); i++) {
      Optional<RelayStream> stream = RelayStream.of(offer, offer.media().get(i));
      if (stream.isPresent()) {
        try {
          return offer(from, to, offer, i, stream.get());
        } catch (SdpException e) {
          // a caller that would like encryption may offer the plain stream too
          why = e;
        }
      }
    }
    throw why;
  }

  private SessionDescription offer(
      RelayLeg from, RelayLeg to, SessionDescription offer, int index, RelayStream stream)
      throws SdpException {
    checkAddress(stream, from);
    checkSecurity(stream, from);
    if (stream.isFax() && to.security() == RelayLeg.Security.REQUIRED) {
      throw SdpException.notAcceptable("A T.38 fax cannot be encrypted");
    }
    Optional<CryptoLine> chosen =
        stream.isSecure() ? Optional.of(stream.cryptos().getFirst()) : Optional.empty();
    boolean secure = !stream.isFax() && to.offersSecure();
    RelayStream sent = stream.offered();
    pending = new Pending(from, to, offer, index, stream, sent, secure, chosen);
    MediaDescription line =
        sent.line(
            to.local().getPort(),
            secure ? RelayStream.SECURE : RelayStream.PLAIN,
            sent.direction(),
            secure ? to.offeredKeys() : List.of(),
            false);
    return to.describe(to.offering(line));
  }

  /** {@link #answer(SessionDescription)} for the bytes of a body. */
  public SessionDescription answer(byte[] answer) throws SdpException {
    return answer(SessionDescription.parse(answer));
  }

  /**
   * Takes the answer to the last offer. May be called again with the same answer, for example when
   * a 200 repeats the one of a 183.
   *
   * @return the answer for the side that offered; {@link RelayLeg#media} of both legs is set
   * @throws SdpException 488 when it chose what was not offered
   * @throws IllegalStateException when nothing was offered
   */
  public SessionDescription answer(SessionDescription answer) throws SdpException {
    Pending p = pending();
    RelayLeg offerer = p.offerer;
    RelayLeg answerer = p.answerer;
    int place = answerer.activeInOffer();
    Optional<RelayStream> stream = answered(answer, place);
    if (stream.isEmpty()) {
      return refused(p, place, answer);
    }
    Outcome outcome = outcome(p, stream.get());
    MediaDescription line =
        outcome
            .toOfferer()
            .line(
                offerer.local().getPort(),
                p.stream.protocol(),
                outcome.offerers().direction(),
                outcome.offerers().crypto().map(keys -> List.of(keys.ours())).orElse(List.of()),
                p.stream.rtcpMux());
    List<MediaDescription> lines = refusedBut(p.offer, p.index, line);
    SessionDescription out = offerer.describe(lines);
    offerer.agreed(lines, p.index, Optional.of(outcome.offerers()));
    answerer.agreed(answer.media(), place, Optional.of(outcome.answerers()));
    return out;
  }

  /**
   * Takes another answer to the last offer, of a further branch of a forked call. The side that
   * offered has had its one answer (RFC 3261 section 13.2.1) and is told nothing: only the other
   * leg's {@link RelayLeg#media} is set.
   *
   * @return what the side that offered would agree on, could it be told
   * @throws SdpException 488 when it refuses the stream, or chose what was not offered
   * @throws IllegalStateException when nothing was offered
   */
  public RelayedMedia answerUntold(byte[] answer) throws SdpException {
    SessionDescription description = SessionDescription.parse(answer);
    Pending p = pending();
    int place = p.answerer.activeInOffer();
    RelayStream theirs =
        answered(description, place)
            .orElseThrow(() -> SdpException.notAcceptable("The answer took none of the media"));
    Outcome outcome = outcome(p, theirs);
    p.answerer.agreed(description.media(), place, Optional.of(outcome.answerers()));
    return outcome.offerers();
  }

  private Pending pending() {
    if (pending == null) {
      throw new IllegalStateException("there is an answer, but nothing was offered");
    }
    return pending;
  }

  /** What an answer means for both sides. */
  private record Outcome(RelayStream toOfferer, RelayedMedia offerers, RelayedMedia answerers) {}

  private static Outcome outcome(Pending p, RelayStream theirs) throws SdpException {
    checkAddress(theirs, p.answerer);
    if (theirs.isFax() != p.stream.isFax() || theirs.isSecure() != p.secure) {
      throw SdpException.notAcceptable("The answer is of another kind than the offer");
    }
    RelayAnswer matched = RelayAnswer.match(p.stream, p.sent, theirs);
    Optional<RelayedMedia.Keys> answererKeys =
        p.secure ? Optional.of(keys(p.answerer, theirs)) : Optional.empty();
    Optional<RelayedMedia.Keys> offererKeys =
        p.chosen.map(c -> new RelayedMedia.Keys(p.offerer.answerKey(c), c));

    // what we send to one side is what it takes and the other one gives
    Direction answered = theirs.direction().and(p.stream.direction().reversed());
    return new Outcome(
        matched.toOfferer(),
        p.stream.media(matched.offererFormats(), answered, offererKeys),
        theirs.media(matched.answererFormats(), answered.reversed(), answererKeys));
  }

  /**
   * Whether an answer to the last offer refuses the stream that is relayed. Nothing changes.
   *
   * @throws SdpException when it is no answer to the offer
   * @throws IllegalStateException when nothing was offered
   */
  public boolean isRefused(byte[] answer) throws SdpException {
    int place = pending().answerer.activeInOffer();
    return answered(SessionDescription.parse(answer), place).isEmpty();
  }

  private static Optional<RelayStream> answered(SessionDescription answer, int place)
      throws SdpException {
    if (answer.media().size() <= place) {
      throw SdpException.notAcceptable("The answer has too few media streams");
    }
    return RelayStream.of(answer, answer.media().get(place));
  }

  /** The answer when the other side refused the stream. */
  private static SessionDescription refused(Pending p, int place, SessionDescription answer) {
    List<MediaDescription> lines = refusedBut(p.offer, -1, null);
    p.offerer.agreed(lines, p.index, Optional.empty());
    p.answerer.agreed(answer.media(), place, Optional.empty());
    return p.offerer.describe(lines);
  }

  private static List<MediaDescription> refusedBut(
      SessionDescription offer, int index, MediaDescription line) {
    List<MediaDescription> lines = new ArrayList<>();
    for (int i = 0; i < offer.media().size(); i++) {
      lines.add(i == index ? line : offer.media().get(i).refused());
    }
    return lines;
  }

  private static RelayedMedia.Keys keys(RelayLeg leg, RelayStream answered) throws SdpException {
    CryptoLine theirs = answered.cryptos().getFirst();
    for (CryptoLine ours : leg.offeredKeys()) {
      if (ours.tag() == theirs.tag() && ours.suite() == theirs.suite()) {
        return new RelayedMedia.Keys(ours, theirs);
      }
    }
    throw SdpException.notAcceptable("The answer's a=crypto line is none of those offered");
  }

  private static void checkSecurity(RelayStream stream, RelayLeg leg) throws SdpException {
    switch (leg.security()) {
      case PLAIN -> {
        if (stream.isSecure()) {
          throw SdpException.notAcceptable("Encrypted media is not enabled here");
        }
      }
      case ACCEPTED -> {}
      case REQUIRED -> {
        if (!stream.isSecure()) {
          throw SdpException.notAcceptable("Media must be encrypted here: RTP/SAVP with a=crypto");
        }
      }
    }
  }

  private static void checkAddress(RelayStream stream, RelayLeg leg) throws SdpException {
    InetSocketAddress remote = stream.remote();
    InetAddress host = remote.getAddress();
    if (host.isMulticastAddress() || host.getHostAddress().equals("255.255.255.255")) {
      throw SdpException.notAcceptable("The media address is not of one host");
    }
    if (host.getClass() != leg.local().getAddress().getClass()) {
      throw SdpException.notAcceptable("The media address is of the other IP version");
    }
  }

  private RelayLeg other(RelayLeg leg) {
    if (leg == first) {
      return second;
    }
    if (leg == second) {
      return first;
    }
    throw new IllegalArgumentException("the leg is none of this relay's");
  }
}
