package org.carillon.media.node;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.RelayLeg;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.sdp.SessionDescription;

/** One party's stream and session in a bridged call. Owned by the SIP loop of the call. */
final class PartyMedia {
  private final RtpStream stream;
  private final long sessionId = ThreadLocalRandom.current().nextLong(1, 1L << 53);
  private RelayLeg leg;
  private Optional<SipBody> sent = Optional.empty();
  private Optional<SipBody> received = Optional.empty();

  PartyMedia(RtpStream stream) {
    this.stream = stream;
    renew(RelayLeg.Security.ACCEPTED);
  }

  /** The same party on another stream of ours: its next description tells it where. */
  private PartyMedia(RtpStream stream, PartyMedia before) {
    this.stream = stream;
    this.leg = before.leg.movedTo(stream.advertisedAddress());
  }

  /** See {@link #PartyMedia(RtpStream, PartyMedia)}. */
  PartyMedia movedTo(RtpStream other) {
    return new PartyMedia(other, this);
  }

  /** It was told of the other stream already: its next description tells it of this one again. */
  void movedBackFrom(PartyMedia other) {
    leg.movedBackFrom(other.leg);
  }

  /** Another peer has this side: nothing was described to it yet. */
  void renew(RelayLeg.Security security) {
    leg = new RelayLeg(stream.advertisedAddress(), security, sessionId, 0);
  }

  RtpStream stream() {
    return stream;
  }

  RelayLeg leg() {
    return leg;
  }

  /** The description it got last. */
  Optional<SipBody> sent() {
    return sent;
  }

  SipBody sends(byte[] description) {
    SipBody body = SipBody.sdp(description);
    sent = Optional.of(body);
    return body;
  }

  /** How it described its session last. */
  Optional<SipBody> received() {
    return received;
  }

  /** It described its session so. */
  void received(SipBody description) {
    received = Optional.of(description);
  }

  /**
   * What it can do, taken off hold: an offer for whoever it is joined with.
   *
   * @throws SdpException when it never described itself
   */
  SipBody flowing() throws SdpException {
    byte[] last =
        received.orElseThrow(() -> SdpException.notAcceptable("there is no session")).bytes();
    return SipBody.sdp(SessionDescription.parse(last).flowing().toBytes());
  }

  /** Whether its packets are encrypted. */
  boolean isSecure() {
    return leg.media().flatMap(media -> media.crypto()).isPresent();
  }

  void start() {
    leg.media().ifPresent(media -> stream.start(MediaParameters.of(media)));
  }

  String summary() {
    return leg.media()
        .map(
            media ->
                media.kind()
                    + media.formats().stream()
                        .findFirst()
                        .map(format -> " " + format.encoding())
                        .orElse("")
                    + (media.crypto().isPresent() ? " encrypted" : "")
                    + " with "
                    + media.remote())
        .orElse("no media");
  }
}
