package org.carillon.media.sip.transaction;

import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipMessage;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.Via;

/**
 * What makes two messages part of one transaction (RFC 3261 sections 17.1.3 and 17.2.3).
 *
 * @param branch the topmost Via's branch; for a client of RFC 2543 the fields that stand in for it
 * @param sentBy the topmost Via's host and port; empty in a client transaction's key
 * @param method the method, INVITE for ACK
 */
record TransactionKey(String branch, String sentBy, String method) {

  static TransactionKey ofServer(SipRequest request) {
    String method = request.is(Methods.ACK) ? Methods.INVITE : request.method();
    return ofServer(request, method);
  }

  /** The key of the INVITE that a CANCEL means (RFC 3261 section 9.2). */
  static TransactionKey ofCancelled(SipRequest cancel) {
    return ofServer(cancel, Methods.INVITE);
  }

  private static TransactionKey ofServer(SipRequest request, String method) {
    Via via = request.topVia();
    String branch = via.hasMagicCookie() ? via.branch().orElseThrow() : oldBranch(request);
    return new TransactionKey(branch, via.sentBy(), method);
  }

  // The To tag is left out: that of an ACK is the one of our answer, which the INVITE lacks.
  private static String oldBranch(SipMessage request) {
    String uri = request instanceof SipRequest r ? r.requestUri().toString() : "";
    String fromTag = request.fromTag().orElse("");
    String via = request.header(HeaderName.VIA).orElse("");
    return String.join("\n", uri, fromTag, request.callId(), "" + request.cseq().number(), via);
  }

  static TransactionKey ofClient(SipRequest request) {
    return new TransactionKey(request.topVia().branch().orElse(""), "", request.method());
  }

  static TransactionKey ofClient(SipResponse response) {
    return new TransactionKey(response.topVia().branch().orElse(""), "", response.cseq().method());
  }
}
