package org.carillon.media.sip.message;

/**
 * The {@code host} of RFC 3261 section 25.1: a name, an IPv4 address or a bracketed IPv6 address.
 */
final class HostSyntax {
  private static final int MAX_LENGTH = 253;

  private HostSyntax() {}

  /** The index after the host that starts at {@code from}, or -1 when there is none. */
  static int end(CharSequence text, int from) {
    int length = text.length();
    int i = from;
    if (i < length && text.charAt(i) == '[') {
      for (i++; i < length && i - from < 48; i++) {
        char c = text.charAt(i);
        if (c == ']') {
          return i - from < 3 ? -1 : i + 1;
        }
        if (!Syntax.isHex(c) && c != ':' && c != '.') {
          return -1;
        }
      }
      return -1;
    }
    while (i < length && isNameChar(text.charAt(i))) {
      i++;
    }
    return i == from || i - from > MAX_LENGTH ? -1 : i;
  }

  private static boolean isNameChar(char c) {
    // The underscore is not in the grammar, but hosts in private networks have it.
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || Syntax.isDigit(c)
        || c == '-'
        || c == '.'
        || c == '_';
  }
}
