package org.carillon.media.sip.message;

/** A cursor over a header field value, by the grammar of RFC 3261 section 25.1. */
final class HeaderReader {
  private static final int MAX_PARAMETERS = 64;

  private final String text;
  private int at;

  HeaderReader(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  int position() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  /** The next character, or -1 at the end. */
  int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  void skipSpace() {
    while (at < text.length() && Syntax.isSpace(text.charAt(at))) {
      at++;
    }
  }

  boolean skip(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  void expect(char c) throws SipParseException {
    if (!skip(c)) {
      throw new SipParseException("'" + c + "' is missing");
    }
  }

  String token() throws SipParseException {
    int from = at;
    while (at < text.length() && Syntax.isTokenChar(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw new SipParseException("A token is missing");
    }
    return text.substring(from, at);
  }

  /** A quoted string with its quotes, as written. */
  String quoted() throws SipParseException {
    int from = at;
    expect('"');
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '"') {
        return text.substring(from, at);
      } else if (c < ' ' && c != '\t') {
        throw new SipParseException("Control character in a quoted string");
      }
    }
    throw new SipParseException("A quoted string has no end");
  }

  String host() throws SipParseException {
    int end = HostSyntax.end(text, at);
    if (end < 0) {
      throw new SipParseException("A host is missing");
    }
    String host = text.substring(at, end);
    at = end;
    return host;
  }

  /** An unsigned number of at most {@code max}. */
  long number(long max) throws SipParseException {
    int from = at;
    long value = 0;
    while (at < text.length() && Syntax.isDigit(text.charAt(at))) {
      value = value * 10 + text.charAt(at++) - '0';
      if (value > max) {
        throw new SipParseException("A number is above " + max);
      }
    }
    if (at == from) {
      throw new SipParseException("A number is missing");
    }
    return value;
  }

  String upTo(int end) {
    String part = text.substring(at, end);
    at = end;
    return part;
  }

  int indexOf(char c) {
    return text.indexOf(c, at);
  }

  /** The rest up to a separator that is not inside quotes or angle brackets. */
  String element() throws SipParseException {
    int from = at;
    boolean angle = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"' && !angle) {
        quoted();
        continue;
      }
      if (c == ',' && !angle) {
        break;
      }
      angle = c == '<' || (angle && c != '>');
      at++;
    }
    return text.substring(from, at).strip();
  }

  /** {@code *( SEMI generic-param )}, up to a comma or the end. */
  Parameters parameters() throws SipParseException {
    skipSpace();
    if (peek() != ';') {
      return Parameters.NONE;
    }
    Parameters.Builder pairs = new Parameters.Builder();
    while (skip(';')) {
      skipSpace();
      String name = token();
      String value = "";
      skipSpace();
      if (skip('=')) {
        skipSpace();
        value = parameterValue();
        skipSpace();
      }
      if (pairs.size() == MAX_PARAMETERS) {
        throw new SipParseException("More than " + MAX_PARAMETERS + " parameters");
      }
      pairs.add(name, value);
    }
    return pairs.build();
  }

  private String parameterValue() throws SipParseException {
    int c = peek();
    if (c == '"') {
      return quoted();
    }
    if (c == '[') {
      return host();
    }
    String address = bareIpv6();
    return address == null ? token() : address;
  }

  /** An IPv6 address without brackets, as {@code received} has it (RFC 5118 section 4.5). */
  private String bareIpv6() {
    int end = at;
    boolean colon = false;
    while (end < text.length() && end - at < 46) {
      char c = text.charAt(end);
      if (c == ':') {
        colon = true;
      } else if (!Syntax.isHex(c) && c != '.') {
        break;
      }
      end++;
    }
    return colon ? upTo(end) : null;
  }
}
