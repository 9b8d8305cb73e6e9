package org.carillon.media.sip.message;

/** Reads {@code name-addr} and {@code addr-spec} with parameters (RFC 3261 section 25.1). */
final class NameAddressReader {

  private NameAddressReader() {}

  static NameAddress read(String text) throws SipParseException {
    HeaderReader in = new HeaderReader(text);
    in.skipSpace();
    String name = "";
    SipUri uri;
    if (in.peek() == '"') {
      name = unquote(in.quoted());
      in.skipSpace();
      in.expect('<');
      uri = bracketed(in);
    } else {
      int bracket = in.indexOf('<');
      if (bracket >= 0) {
        name = tokens(in.upTo(bracket));
        in.expect('<');
        uri = bracketed(in);
      } else {
        uri = bare(in, text);
      }
    }
    Parameters parameters = in.parameters();
    in.skipSpace();
    if (!in.atEnd()) {
      throw new SipParseException("Something unexpected follows an address");
    }
    return new NameAddress(clean(name), uri, parameters);
  }

  private static SipUri bracketed(HeaderReader in) throws SipParseException {
    int end = in.indexOf('>');
    if (end < 0) {
      throw new SipParseException("'>' is missing after a URI");
    }
    SipUri uri = SipUri.parse(in.upTo(end));
    in.expect('>');
    return uri;
  }

  // Without brackets a semicolon, question mark or comma ends the URI (RFC 3261 section 20.10).
  private static SipUri bare(HeaderReader in, String text) throws SipParseException {
    int end = in.position();
    while (end < text.length()) {
      char c = text.charAt(end);
      if (c == ';' || c == ',' || c == '?' || Syntax.isSpace(c)) {
        break;
      }
      end++;
    }
    return SipUri.parse(in.upTo(end));
  }

  private static String tokens(String name) throws SipParseException {
    String text = name.strip();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Characters beyond ASCII are no tokens, but senders write UTF-8 names without quotes.
      if (!Syntax.isTokenChar(c) && !Syntax.isSpace(c) && c < 128) {
        throw new SipParseException("Display name needs quotes");
      }
    }
    return text;
  }

  private static String unquote(String quoted) {
    if (quoted.indexOf('\\') < 0) {
      return quoted.substring(1, quoted.length() - 1);
    }
    StringBuilder out = new StringBuilder(quoted.length());
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      out.append(c == '\\' ? quoted.charAt(++i) : c);
    }
    return out.toString();
  }

  // Escaped control characters are legal (RFC 4475 section 3.1.1.2), but nobody wants them onward.
  private static String clean(String name) {
    if (Syntax.isText(name)) {
      return name;
    }
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      out.append(c < ' ' || c == 0x7f ? ' ' : c);
    }
    return out.toString();
  }
}
