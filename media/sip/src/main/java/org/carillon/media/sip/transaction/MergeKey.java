package org.carillon.media.sip.transaction;

import org.carillon.media.sip.message.SipRequest;

/** What two copies of one forked request share (RFC 3261 section 8.2.2.2). */
record MergeKey(String callId, String fromTag, long cseq, String method) {

  /** The key of a request outside a dialog; null for one inside. */
  static MergeKey of(SipRequest request) {
    return request.toTag().isPresent()
        ? null
        : new MergeKey(
            request.callId(),
            request.fromTag().orElse(""),
            request.cseq().number(),
            request.method());
  }
}
