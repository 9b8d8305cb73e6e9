package org.carillon.media.sip.message;

import java.util.Locale;

/** Reads URIs by the grammar of RFC 3261 section 25.1 and RFC 3966. */
final class SipUriReader {
  /** Longest URI accepted, in characters. RFC 4475 section 3.1.1.7 shows one of about 1,000. */
  static final int MAX_LENGTH = 8192;

  private final String text;
  private int at;

  private SipUriReader(String text) {
    this.text = text;
  }

  static SipUri read(String text) throws SipParseException {
    if (text.length() > MAX_LENGTH) {
      throw new SipParseException("URI is longer than " + MAX_LENGTH + " characters");
    }
    return new SipUriReader(text).uri();
  }

  private SipUri uri() throws SipParseException {
    int colon = text.indexOf(':');
    if (colon <= 0 || !isScheme(colon)) {
      throw new SipParseException("URI without scheme");
    }
    // Nearly all URIs have this scheme in lower case.
    String scheme =
        colon == 3 && text.startsWith("sip")
            ? "sip"
            : text.substring(0, colon).toLowerCase(Locale.ROOT);
    at = colon + 1;
    return switch (scheme) {
      case "sip", "sips" -> sip(scheme);
      case "tel" -> tel();
      default -> opaque(scheme);
    };
  }

  private boolean isScheme(int end) {
    for (int i = 0; i < end; i++) {
      if (!Syntax.isSchemeChar(text.charAt(i))) {
        return false;
      }
    }
    return Character.isLetter(text.charAt(0));
  }

  private SipUri opaque(String scheme) throws SipParseException {
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '<' || c == '>' || c == '"' || c == 0x7f) {
        throw new SipParseException("Character not allowed in a URI");
      }
    }
    String rest = text.substring(at);
    return new SipUri(scheme, null, null, "", -1, Parameters.NONE, "", rest);
  }

  private SipUri tel() throws SipParseException {
    int end = text.indexOf(';', at);
    String number = text.substring(at, end < 0 ? text.length() : end);
    if (number.isEmpty()) {
      throw new SipParseException("tel URI without number");
    }
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (!Syntax.isHex(c) && "+-.()*#".indexOf(c) < 0) {
        throw new SipParseException("Character not allowed in a telephone number");
      }
    }
    at = end < 0 ? text.length() : end;
    Parameters parameters = parameters();
    if (at < text.length()) {
      throw new SipParseException("Character not allowed in a tel URI");
    }
    return new SipUri("tel", number, null, "", -1, parameters, "", null);
  }

  private SipUri sip(String scheme) throws SipParseException {
    String user = null;
    String password = null;
    int sign = text.indexOf('@', at);
    if (sign >= 0) {
      int colon = text.indexOf(':', at);
      int userEnd = colon >= 0 && colon < sign ? colon : sign;
      user = escaped(at, userEnd, false);
      if (user.isEmpty()) {
        throw new SipParseException("Empty user in a SIP URI");
      }
      password = userEnd < sign ? escaped(userEnd + 1, sign, true) : null;
      at = sign + 1;
    }
    String host = host();
    int port = port();
    Parameters parameters = parameters();
    String headers = "";
    if (at < text.length() && text.charAt(at) == '?') {
      headers = uriHeaders(text.substring(at + 1));
      at = text.length();
    }
    if (at < text.length()) {
      throw new SipParseException("Character not allowed in a SIP URI");
    }
    return new SipUri(scheme, user, password, host, port, parameters, headers, null);
  }

  private String escaped(int from, int to, boolean password) throws SipParseException {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '%') {
        i = checkEscape(i, to);
      } else if (password ? !Syntax.isPasswordChar(c) : !Syntax.isUserChar(c)) {
        throw new SipParseException("Character not allowed in the user part of a URI");
      }
    }
    return text.substring(from, to);
  }

  private int checkEscape(int i, int to) throws SipParseException {
    if (i + 2 >= to || !Syntax.isHex(text.charAt(i + 1)) || !Syntax.isHex(text.charAt(i + 2))) {
      throw new SipParseException("Broken %-escape in a URI");
    }
    return i + 2;
  }

  private String host() throws SipParseException {
    int end = HostSyntax.end(text, at);
    if (end < 0) {
      throw new SipParseException("URI without a valid host");
    }
    String host = text.substring(at, end);
    at = end;
    return host;
  }

  private int port() throws SipParseException {
    if (at >= text.length() || text.charAt(at) != ':') {
      return -1;
    }
    int from = ++at;
    int value = 0;
    while (at < text.length() && Syntax.isDigit(text.charAt(at)) && at - from < 6) {
      value = value * 10 + text.charAt(at++) - '0';
    }
    if (at == from || value > 65535) {
      throw new SipParseException("Port is not a number from 0 to 65535");
    }
    return value;
  }

  private Parameters parameters() throws SipParseException {
    if (at >= text.length() || text.charAt(at) != ';') {
      return Parameters.NONE;
    }
    Parameters.Builder pairs = new Parameters.Builder();
    while (at < text.length() && text.charAt(at) == ';') {
      at++;
      String name = parameterPart();
      if (name.isEmpty()) {
        throw new SipParseException("Empty parameter in a URI");
      }
      String value = "";
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        value = parameterPart();
        if (value.isEmpty()) {
          throw new SipParseException("Parameter without value in a URI");
        }
      }
      pairs.add(name, value);
    }
    return pairs.build();
  }

  private String parameterPart() throws SipParseException {
    int from = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '%') {
        at = checkEscape(at, text.length());
      } else if (!Syntax.isParamChar(c)) {
        break;
      }
      at++;
    }
    return text.substring(from, at);
  }

  private static String uriHeaders(String headers) throws SipParseException {
    if (headers.isEmpty()) {
      throw new SipParseException("Empty headers in a URI");
    }
    for (int i = 0; i < headers.length(); i++) {
      char c = headers.charAt(i);
      if (!Syntax.isUnreservedChar(c) && "[]/?:+$&=%".indexOf(c) < 0) {
        throw new SipParseException("Character not allowed in the headers of a URI");
      }
    }
    return headers;
  }
}
