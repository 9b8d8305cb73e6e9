package org.carillon.media.sip.message;

/** A SIP response (RFC 3261 section 7.2). */
public final class SipResponse extends SipMessage {
  private final int status;

  SipResponse(MessageIndex index, int status) {
    super(index);
    this.status = status;
  }

  /** 100 to 699. */
  public int status() {
    return status;
  }

  /** The reason phrase; may be empty. */
  public String reason() {
    return index.startLineFrom("SIP/2.0 200".length()).strip();
  }

  /** Whether the status is 100 to 199. */
  public boolean isProvisional() {
    return status < 200;
  }

  /** Whether the status is 200 or above. */
  public boolean isFinal() {
    return status >= 200;
  }

  /** Whether the status is 200 to 299. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
