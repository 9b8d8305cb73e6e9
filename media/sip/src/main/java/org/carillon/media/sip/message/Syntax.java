package org.carillon.media.sip.message;

/** Character classes of RFC 3261 section 25.1. */
final class Syntax {
  private static final byte TOKEN = 1;
  private static final byte UNRESERVED = 2;
  private static final byte USER = 4;
  private static final byte PASSWORD = 8;
  private static final byte PARAM = 16;
  private static final byte SCHEME = 32;
  private static final byte WORD = 64;
  private static final byte[] CLASSES = new byte[128];

  static {
    for (int c = '0'; c <= '9'; c++) {
      CLASSES[c] = TOKEN | UNRESERVED | USER | PASSWORD | PARAM | SCHEME | WORD;
    }
    for (int c = 'a'; c <= 'z'; c++) {
      CLASSES[c] = TOKEN | UNRESERVED | USER | PASSWORD | PARAM | SCHEME | WORD;
      CLASSES[c - 32] = CLASSES[c];
    }
    mark("-.!%*_+`'~", TOKEN);
    mark("-_.!~*'()", (byte) (UNRESERVED | USER | PASSWORD | PARAM));
    mark("&=+$,;?/", USER);
    mark("&=+$,", PASSWORD);
    mark("[]/:&+$", PARAM);
    mark("+-.", SCHEME);
    mark("-.!%*_+`'~()<>:\\\"/[]?{}", WORD);
  }

  private Syntax() {}

  private static void mark(String characters, byte bits) {
    for (int i = 0; i < characters.length(); i++) {
      CLASSES[characters.charAt(i)] |= bits;
    }
  }

  private static boolean is(int c, byte bit) {
    return c >= 0 && c < 128 && (CLASSES[c] & bit) != 0;
  }

  static boolean isTokenChar(int c) {
    return is(c, TOKEN);
  }

  /** A character of Call-ID's {@code word}. */
  static boolean isWordChar(int c) {
    return is(c, WORD);
  }

  static boolean isSchemeChar(int c) {
    return is(c, SCHEME);
  }

  static boolean isUserChar(int c) {
    return is(c, USER);
  }

  static boolean isPasswordChar(int c) {
    return is(c, PASSWORD);
  }

  static boolean isUnreservedChar(int c) {
    return is(c, UNRESERVED);
  }

  /** A character of a URI parameter ({@code paramchar} but for escapes). */
  static boolean isParamChar(int c) {
    return is(c, PARAM);
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHex(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  static boolean isSpace(int c) {
    return c == ' ' || c == '\t';
  }

  static boolean isToken(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether the text has no control character but tab. */
  static boolean isText(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
