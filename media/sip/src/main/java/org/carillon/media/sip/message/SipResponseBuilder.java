package org.carillon.media.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds an answer to a request: Via, From, To, Call-ID and CSeq are copied, and Timestamp and
 * Record-Route where RFC 3261 asks for them (sections 8.2.6 and 12.1.1).
 */
public final class SipResponseBuilder {
  private final SipRequest request;
  private final int status;
  private final String reason;
  private final List<HeaderField> fields = new ArrayList<>(6);
  private String toTag;
  private String topVia;
  private boolean recordRoute;
  private SipBody body;

  SipResponseBuilder(SipRequest request, int status, String reason) {
    if (status < 100 || status > 699) {
      throw new IllegalArgumentException("A status is 100 to 699, not " + status);
    }
    this.request = request;
    this.status = status;
    this.reason = reason == null ? ReasonPhrase.of(status) : reason;
    if (!Syntax.isText(this.reason)) {
      throw new IllegalArgumentException("Control character in a reason phrase");
    }
  }

  /** The tag to add to To when the request had none there. */
  public SipResponseBuilder toTag(String tag) {
    toTag = tag;
    return this;
  }

  /** The topmost Via with what the server adds, {@code received} and {@code rport} (RFC 3581). */
  public SipResponseBuilder topVia(String value) {
    topVia = value;
    return this;
  }

  /** Copies Record-Route, for answers that make a dialog. */
  public SipResponseBuilder recordRoute() {
    recordRoute = true;
    return this;
  }

  /** Adds a field; see {@link HeaderField} for what is refused. */
  public SipResponseBuilder header(String name, String value) {
    fields.add(new HeaderField(name, value));
    return this;
  }

  /** Adds fields in their order. */
  public SipResponseBuilder headers(List<HeaderField> more) {
    fields.addAll(more);
    return this;
  }

  /** The body, or null for none. */
  public SipResponseBuilder body(SipBody content) {
    body = content;
    return this;
  }

  /** The finished answer. */
  public SipResponse build() {
    MessageIndex source = request.index;
    MessageWriter out = new MessageWriter();
    out.text("SIP/2.0 ").text(Integer.toString(status)).text(" ").text(reason).text("\r\n");
    writeVias(out, source);
    if (recordRoute) {
      out.copy(source, HeaderName.RECORD_ROUTE);
    }
    out.copy(source, HeaderName.FROM);
    writeTo(out, source);
    out.copy(source, HeaderName.CALL_ID).copy(source, HeaderName.CSEQ);
    if (status == 100) {
      out.copy(source, HeaderName.TIMESTAMP);
    }
    for (HeaderField field : fields) {
      out.field(field.name(), field.value());
    }
    return SipParser.ownResponse(out.finish(body), status);
  }

  private void writeVias(MessageWriter out, MessageIndex source) {
    boolean top = topVia != null;
    for (int i = 0; i < source.count(); i++) {
      if (!source.is(i, HeaderName.VIA)) {
        continue;
      }
      if (!top) {
        out.copy(source, i).text("\r\n");
        continue;
      }
      top = false;
      out.text("Via: ").text(topVia);
      String value = source.value(i);
      int comma = firstComma(value);
      out.text(comma < 0 ? "" : value.substring(comma)).text("\r\n");
    }
  }

  private static int firstComma(String value) {
    HeaderReader in = new HeaderReader(value);
    try {
      in.element();
    } catch (SipParseException e) {
      return -1;
    }
    return in.atEnd() ? -1 : in.position();
  }

  private void writeTo(MessageWriter out, MessageIndex source) {
    int to = source.find(HeaderName.TO);
    if (to < 0) {
      return;
    }
    out.copy(source, to);
    if (toTag != null && !hasTag()) {
      out.text(";tag=").text(toTag);
    }
    out.text("\r\n");
  }

  private boolean hasTag() {
    try {
      String to = request.index.first(HeaderName.TO);
      return NameAddress.parse(to).tag().isPresent();
    } catch (SipParseException e) {
      // A To that cannot be read goes back as it came.
      return true;
    }
  }
}
