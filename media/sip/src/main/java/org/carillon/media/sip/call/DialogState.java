package org.carillon.media.sip.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.dialog.Dialog;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipMessage;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipSource;

/** A dialog while it is in use (RFC 3261 section 12). Owned by the leg's loop. */
final class DialogState {
  /** Remote sequence number before the peer sent a request. */
  private static final long NONE = -1;

  final String callId;
  final String localTag;
  final Optional<String> remoteTag;
  final NameAddress local;
  final NameAddress remote;
  private final List<String> routeSet;
  private SipUri remoteTarget;
  private SipSource source;
  private long localCseq;
  private long remoteCseq;
  private boolean updateAllowed;
  private boolean offerAnswered;

  private DialogState(
      SipMessage made,
      NameAddress local,
      NameAddress remote,
      List<String> routeSet,
      SipUri remoteTarget,
      SipSource source) {
    this.callId = made.callId();
    this.localTag = local.tag().orElseThrow();
    this.remoteTag = remote.tag();
    this.local = local;
    this.remote = remote;
    this.routeSet = List.copyOf(routeSet);
    this.remoteTarget = remoteTarget;
    this.source = source;
  }

  /** The dialog that our answer to an INVITE makes (section 12.1.1). */
  static DialogState uas(SipRequest invite, String localTag, SipSource source) {
    NameAddress local = invite.to().withTag(localTag);
    SipUri target = invite.contact().map(NameAddress::uri).orElseGet(() -> address(source));
    List<String> routes = invite.values(HeaderName.RECORD_ROUTE);
    DialogState dialog = new DialogState(invite, local, invite.from(), routes, target, source);
    dialog.remoteCseq = invite.cseq().number();
    // Numbers of our own requests start anywhere below 2^31.
    dialog.localCseq = 1;
    dialog.readAllow(invite);
    return dialog;
  }

  /** The dialog that an answer to our INVITE makes (section 12.1.2). */
  static DialogState uac(SipRequest invite, SipResponse response, SipSource source) {
    SipUri target = response.contact().map(NameAddress::uri).orElseGet(invite::requestUri);
    List<String> routes = response.values(HeaderName.RECORD_ROUTE).reversed();
    DialogState dialog =
        new DialogState(response, invite.from(), response.to(), routes, target, source);
    dialog.remoteCseq = NONE;
    dialog.localCseq = invite.cseq().number();
    dialog.readAllow(response);
    return dialog;
  }

  // A peer without Contact (RFC 2543) is called back where it called from.
  private static SipUri address(SipSource source) {
    SipUri uri =
        SipUri.sip(null, source.remote().getAddress().getHostAddress(), source.remote().getPort());
    return source.transport().reliable()
        ? uri.withParameter("transport", source.transport().parameter())
        : uri;
  }

  /** Takes over the numbers of the early dialog that this one confirms (section 13.2.2.4). */
  void continueFrom(DialogState early) {
    localCseq = early.localCseq;
    remoteCseq = early.remoteCseq;
    updateAllowed |= early.updateAllowed;
  }

  long nextCseq() {
    return ++localCseq;
  }

  /** Takes the number of a request of the peer; false when it is out of order (12.2.2). */
  boolean advance(long cseq) {
    if (cseq <= remoteCseq) {
      return false;
    }
    remoteCseq = cseq;
    return true;
  }

  /** Whether the peer said that it takes UPDATE (RFC 3311 section 5.1). */
  boolean allowsUpdate() {
    return updateAllowed;
  }

  /** Whether the INVITE's offer has its answer in this early dialog, sent reliably (RFC 3262). */
  boolean isOfferAnswered() {
    return offerAnswered;
  }

  /** The INVITE's offer was answered reliably, or a reliable offer of the peer was. */
  void offerAnswered() {
    offerAnswered = true;
  }

  private void readAllow(SipMessage message) {
    if (message.has(HeaderName.ALLOW)) {
      updateAllowed = message.values(HeaderName.ALLOW).contains(Methods.UPDATE);
    }
  }

  /** Takes the Contact of a target refresh request or its answer. */
  void refreshTarget(SipMessage message) {
    readAllow(message);
    message.contact().ifPresent(contact -> remoteTarget = contact.uri());
  }

  void heardFrom(SipSource peer) {
    source = peer;
  }

  SipSource source() {
    return source;
  }

  SipUri remoteTarget() {
    return remoteTarget;
  }

  List<String> routeSet() {
    return routeSet;
  }

  Dialog view() {
    return new Dialog(
        callId,
        localTag,
        remoteTag,
        local,
        remote,
        remoteTarget,
        routes(),
        remoteTarget.isSecure());
  }

  /** The route set read; a route that cannot be read is left out. */
  List<NameAddress> routes() {
    List<NameAddress> routes = new ArrayList<>(routeSet.size());
    for (String route : routeSet) {
      try {
        routes.add(NameAddress.parse(route));
      } catch (SipParseException e) {
        // The proxy that wrote it will not see the requests; the dialog goes on without it.

      }
    }
    return routes;
  }
}
