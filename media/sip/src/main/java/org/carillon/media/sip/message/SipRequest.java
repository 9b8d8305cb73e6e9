package org.carillon.media.sip.message;

/** A SIP request (RFC 3261 section 7.1). */
public final class SipRequest extends SipMessage {
  private final String method;
  private SipUri requestUri;

  SipRequest(MessageIndex index, String method, SipUri requestUri) {
    super(index);
    this.method = method;
    this.requestUri = requestUri;
  }

  /** The method as written; methods have case. */
  public String method() {
    return method;
  }

  /** Whether the method is that one. */
  public boolean is(String name) {
    return method.equals(name);
  }

  /** The Request-URI (RFC 3261 section 8.1.1.1). */
  public SipUri requestUri() {
    SipUri uri = requestUri;
    if (uri == null) {
      throw new IllegalStateException("The Request-URI could not be read");
    }
    return uri;
  }

  /** The Max-Forwards value; 70 when absent, as RFC 3261 section 16.3 treats it. */
  public int maxForwards() {
    return header(HeaderName.MAX_FORWARDS).map(Integer::parseInt).orElse(70);
  }

  /** Starts an answer to this request with what RFC 3261 section 8.2.6 copies. */
  public SipResponseBuilder response(int status) {
    return new SipResponseBuilder(this, status, null);
  }

  /** {@link #response(int)} with a reason phrase; null for the status's own. */
  public SipResponseBuilder response(int status, String reason) {
    return new SipResponseBuilder(this, status, reason);
  }
}
