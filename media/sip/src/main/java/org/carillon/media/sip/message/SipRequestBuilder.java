package org.carillon.media.sip.message;

import java.util.ArrayList;
import java.util.List;

/** Builds a request from its parts (RFC 3261 section 8.1.1). Values are checked for line breaks. */
public final class SipRequestBuilder {
  private final String method;
  private final SipUri requestUri;
  private final List<HeaderField> fields = new ArrayList<>(14);
  private SipBody body;

  /** Starts a request; the URI's headers and method parameter are left out (section 19.1.1). */
  public SipRequestBuilder(String method, SipUri requestUri) {
    if (!Syntax.isToken(method)) {
      throw new IllegalArgumentException("Not a method: " + method);
    }
    this.method = method;
    this.requestUri = requestUri.asRequestUri();
  }

  /** Adds a field; see {@link HeaderField} for what is refused. */
  public SipRequestBuilder header(String name, String value) {
    fields.add(new HeaderField(name, value));
    return this;
  }

  /** Adds a field with the text of a value. */
  public SipRequestBuilder header(HeaderName name, Object value) {
    fields.add(new HeaderField(name.text(), value.toString()));
    return this;
  }

  /** Adds fields in their order. */
  public SipRequestBuilder headers(List<HeaderField> more) {
    fields.addAll(more);
    return this;
  }

  /** The body, or null for none. */
  public SipRequestBuilder body(SipBody content) {
    body = content;
    return this;
  }

  /**
   * The request.
   *
   * @throws IllegalStateException when it lacks what every request needs
   */
  public SipRequest build() {
    MessageWriter out = new MessageWriter();
    out.text(method).text(" ").text(requestUri.toString()).text(" SIP/2.0\r\n");
    for (HeaderField field : fields) {
      out.field(field.name(), field.value());
    }
    return SipParser.ownRequest(out.finish(body), method, requestUri);
  }
}
