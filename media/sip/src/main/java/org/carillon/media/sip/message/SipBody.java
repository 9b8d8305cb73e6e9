package org.carillon.media.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A message body and its Content-Type value.
 *
 * @param contentType for example {@code application/sdp}
 * @param bytes the body; not copied, so leave it unchanged
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough: bodies are passed on, not compared
public record SipBody(String contentType, byte[] bytes) {

  public SipBody {
    Objects.requireNonNull(bytes, "bytes");
    if (!Syntax.isText(contentType)) {
      throw new IllegalArgumentException("Control character in a content type");
    }
  }

  /** A body of a stranger: a control character in its type is read as a space. */
  static SipBody received(String contentType, byte[] bytes) {
    return new SipBody(
        Syntax.isText(contentType) ? contentType : contentType.replaceAll("\\p{Cntrl}", " "),
        bytes);
  }

  /** A session description (RFC 3261 section 13.2.1). */
  public static SipBody sdp(byte[] bytes) {
    return new SipBody("application/sdp", bytes);
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
