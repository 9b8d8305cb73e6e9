package org.carillon.media.sip;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;

/**
 * A call to place.
 *
 * @param requestUri whom to call; also the remote target until an answer names another
 * @param from the caller; a tag in it is replaced
 * @param to the callee as the caller named it
 * @param destination where to send it; empty: where DNS says that the request URI is (RFC 3263),
 *     the next place when one fails before it says anything
 * @param body the SDP offer; empty: the peer offers in its 2xx
 * @param headers extra header fields
 * @param maxForwards 70 for a new call, one less than the incoming leg's for a B2BUA (RFC 3261
 *     section 8.1.1.6)
 * @param callId the Call-ID; empty: a new one
 * @param credentials what a 401 or 407 is answered with, to the INVITE and inside the dialog;
 *     empty: such an answer ends the leg
 */
public record OutgoingInvite(
    SipUri requestUri,
    NameAddress from,
    NameAddress to,
    Optional<SipDestination> destination,
    Optional<SipBody> body,
    List<HeaderField> headers,
    int maxForwards,
    Optional<String> callId,
    Optional<SipCredentials> credentials) {

  public OutgoingInvite {
    Objects.requireNonNull(requestUri, "requestUri");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    headers = List.copyOf(headers);
    if (maxForwards < 0 || maxForwards > 255) {
      throw new IllegalArgumentException("maxForwards is 0 to 255, not " + maxForwards);
    }
  }

  /** A call to {@code requestUri} with a To of the same URI and no body yet. */
  public static OutgoingInvite to(SipUri requestUri, NameAddress from) {
    return new OutgoingInvite(
        requestUri,
        from,
        NameAddress.of(requestUri),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        70,
        Optional.empty(),
        Optional.empty());
  }

  /** This with another To. */
  public OutgoingInvite withTo(NameAddress callee) {
    return new OutgoingInvite(
        requestUri, from, callee, destination, body, headers, maxForwards, callId, credentials);
  }

  /** This sent to an address of our choice. */
  public OutgoingInvite withDestination(SipDestination target) {
    return new OutgoingInvite(
        requestUri, from, to, Optional.of(target), body, headers, maxForwards, callId, credentials);
  }

  /** This with an offer. */
  public OutgoingInvite withBody(SipBody offer) {
    return new OutgoingInvite(
        requestUri,
        from,
        to,
        destination,
        Optional.of(offer),
        headers,
        maxForwards,
        callId,
        credentials);
  }

  /** This with these extra header fields. */
  public OutgoingInvite withHeaders(List<HeaderField> extra) {
    return new OutgoingInvite(
        requestUri, from, to, destination, body, extra, maxForwards, callId, credentials);
  }

  /** This with so many hops left. */
  public OutgoingInvite withMaxForwards(int hops) {
    return new OutgoingInvite(
        requestUri, from, to, destination, body, headers, hops, callId, credentials);
  }

  /**
   * This as what an incoming call goes on as: with one hop less left (RFC 3261 section 16.6). Empty
   * when that call may go no further: answer it 483.
   */
  public Optional<OutgoingInvite> following(SipRequest incoming) {
    int left = incoming.maxForwards() - 1;
    return left < 0 ? Optional.empty() : Optional.of(withMaxForwards(left));
  }

  /** This with a Call-ID of our choice. */
  public OutgoingInvite withCallId(String id) {
    return new OutgoingInvite(
        requestUri,
        from,
        to,
        destination,
        body,
        headers,
        maxForwards,
        Optional.of(id),
        credentials);
  }

  /** This with a user name and password for a peer that asks for them. */
  public OutgoingInvite withCredentials(SipCredentials proof) {
    return new OutgoingInvite(
        requestUri, from, to, destination, body, headers, maxForwards, callId, Optional.of(proof));
  }
}
