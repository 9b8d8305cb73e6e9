package org.carillon.media.sip;

import org.carillon.media.sip.message.SipResponse;

/** Receives the answers to a request that we sent. Runs on the SIP loop. */
public interface ResponseHandler {

  /** Called for each provisional answer but 100 and once for the final one, without repetitions. */
  void onResponse(UacRequest request, SipResponse response);

  /**
   * Called in place of a final answer. Treat as 408 for a time-out and 503 for a transport failure
   * (RFC 3261 section 8.1.3.1).
   *
   * @param status 408 or 503; 491 for a change of the session that was not sent because another one
   *     is not finished ({@link SipCall#isChanging})
   * @param reason one clear line for a log
   */
  void onFailure(UacRequest request, int status, String reason);
}
