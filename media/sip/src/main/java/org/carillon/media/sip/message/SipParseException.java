package org.carillon.media.sip.message;

/**
 * A part of a message that does not follow its grammar. Has no stack trace, because hostile input
 * must stay cheap.
 */
public final class SipParseException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says in one line what does not follow the grammar. */
  public SipParseException(String message) {
    super(message, null, false, false);
  }
}
