package org.carillon.media.sip.transport;

/** Told on the SIP loop that a message could not be sent (RFC 3261 section 18.4). */
public interface SendFailure {
  /** Nobody waits for the outcome. */
  SendFailure IGNORED = reason -> {};

  void onFailure(String reason);
}
