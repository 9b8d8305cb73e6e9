package org.carillon.media.sip.message;

/**
 * A header field to send. Control characters are refused, so that nothing can be smuggled into a
 * message through a value.
 *
 * @param name the field's full name, a token (RFC 3261 section 25.1)
 * @param value the value, without line breaks (a name that is no token or a value with a control
 *     character is refused with IllegalArgumentException)
 */
public record HeaderField(String name, String value) {

  public HeaderField {
    if (name.isEmpty() || !Syntax.isToken(name)) {
      throw new IllegalArgumentException("Not a header field name: " + name);
    }
    if (!Syntax.isText(value)) {
      throw new IllegalArgumentException("Control character in the value of " + name);
    }
  }

  /** A field of that name and value; refuses what the constructor refuses. */
  public static HeaderField of(String name, String value) {
    return new HeaderField(name, value);
  }
}
