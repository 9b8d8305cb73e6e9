package org.carillon.media.sip.digest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code name=value} list after the word {@code Digest} (RFC 7616 section 3). Bounded: a value
 * of more than 4 KB, more than 32 parameters or a parameter named twice is no list.
 */
final class DigestParameters {
  private static final String SCHEME = "Digest";
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_PARAMETERS = 32;

  private final String text;
  private final Map<String, String> values = new LinkedHashMap<>();
  private int at;

  private DigestParameters(String text) {
    this.text = text;
  }

  /** The parameters of a header field value; empty when it is not Digest or is broken. */
  static Optional<DigestParameters> read(String header) {
    String text = header.strip();
    boolean digest =
        text.length() > SCHEME.length()
            && text.length() <= MAX_LENGTH
            && text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            && isSpace(text.charAt(SCHEME.length()));
    if (!digest) {
      return Optional.empty();
    }
    DigestParameters parameters = new DigestParameters(text);
    parameters.at = SCHEME.length();
    return parameters.readAll() ? Optional.of(parameters) : Optional.empty();
  }

  /** The value without quotes; empty when absent. */
  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private boolean readAll() {
    do {
      skipSpace();
      int start = at;
      while (at < text.length() && isNameChar(text.charAt(at))) {
        at++;
      }
      String name = text.substring(start, at).toLowerCase(Locale.ROOT);
      skipSpace();
      if (name.isEmpty() || at >= text.length() || text.charAt(at++) != '=') {
        return false;
      }
      skipSpace();
      String value = at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
      boolean sound = value != null && values.size() < MAX_PARAMETERS;
      if (!sound || values.putIfAbsent(name, value) != null) {
        return false;
      }
      skipSpace();
    } while (at < text.length() && text.charAt(at++) == ',');
    return at >= text.length();
  }

  private String bare() {
    int start = at;
    while (at < text.length() && text.charAt(at) != ',' && !isSpace(text.charAt(at))) {
      at++;
    }
    return at == start ? null : text.substring(start, at);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return value.toString();
      }
      if (c == '\\' && ++at < text.length()) {
        c = text.charAt(at);
      }
      value.append(c);
    }
    return null;
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isNameChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-.!%*_+`'~".indexOf(c) >= 0;
  }

  /** A value in quotes. */
  static String quote(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
