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

  /**
   * This request of ours as it goes over another transport: the same but for the transport in its
   * topmost Via (RFC 3261 section 18.1.1).
   */
  public SipRequest withTopTransport(String transport) {
    Via via = topVia();
    Via changed = new Via(via.protocol(), transport, via.host(), via.port(), via.parameters());
    MessageWriter out = new MessageWriter();
    out.text(method).text(" ").text(requestUri().toString()).text(" SIP/2.0\r\n");
    boolean top = true;
    for (int i = 0; i < index.count(); i++) {
      if (top && index.is(i, HeaderName.VIA)) {
        top = false;
        out.field(HeaderName.VIA.text(), changed.toString());
      } else {
        out.copy(index, i).text("\r\n");
      }
    }
    out.text("\r\n").bytes(index.data(), index.bodyStart(), index.bodyEnd());
    return SipParser.ownRequest(out.finish(), method, requestUri());
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
