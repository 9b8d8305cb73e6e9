package org.carillon.media.sip.message;

import java.util.Optional;

/**
 * The value of From, To, Contact, Route and their kin (RFC 3261 section 20.10): a URI with a
 * display name and header parameters.
 *
 * @param displayName without quotes and escapes, empty when there is none
 * @param uri the address
 * @param parameters the header field's parameters, such as {@code tag}
 */
public record NameAddress(String displayName, SipUri uri, Parameters parameters) {

  public NameAddress {
    if (!Syntax.isText(displayName)) {
      throw new IllegalArgumentException("Control character in a display name");
    }
  }

  /** An address without display name and parameters. */
  public static NameAddress of(SipUri uri) {
    return new NameAddress("", uri, Parameters.NONE);
  }

  /**
   * Reads one address.
   *
   * @throws SipParseException when the text is not exactly one address
   */
  public static NameAddress parse(String text) throws SipParseException {
    return NameAddressReader.read(text);
  }

  /** The tag parameter (RFC 3261 section 19.3). */
  public Optional<String> tag() {
    return parameters.get("tag");
  }

  /** This address with that tag in place of its own. */
  public NameAddress withTag(String tag) {
    return new NameAddress(displayName, uri, parameters.with("tag", tag));
  }

  /** This address without tag. */
  public NameAddress withoutTag() {
    return new NameAddress(displayName, uri, parameters.without("tag"));
  }

  /** The header field's value, always with angle brackets. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(80);
    if (!displayName.isEmpty()) {
      out.append('"');
      for (int i = 0; i < displayName.length(); i++) {
        char c = displayName.charAt(i);
        if (c == '"' || c == '\\') {
          out.append('\\');
        }
        out.append(c);
      }
      out.append("\" ");
    }
    out.append('<').append(uri).append('>');
    parameters.write(out);
    return out.toString();
  }
}
