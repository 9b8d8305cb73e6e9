package org.carillon.media.sip.transaction;

import org.carillon.media.sip.message.SipResponse;

/** Who sent a request. Called on the SIP loop. */
public interface ClientTransactionUser {

  /**
   * An answer. Each provisional and the final one once; a 2xx to INVITE each time it comes, because
   * the ACK must be repeated (RFC 3261 section 13.2.2.4).
   */
  void onResponse(ClientTransaction transaction, SipResponse response);

  /** Timer B or F: no final answer came. */
  void onTimeout(ClientTransaction transaction);

  /** The request could not be sent. */
  void onTransportError(ClientTransaction transaction, String reason);

  /** The transaction has left the table; no more answers will come. */
  default void onTerminated(ClientTransaction transaction) {}
}
