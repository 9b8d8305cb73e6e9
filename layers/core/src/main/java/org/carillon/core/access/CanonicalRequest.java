package org.carillon.core.access;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A request in the one form that both sides of Signature Version 4 hash ("Create a canonical
 * request" in the IAM user guide).
 *
 * @param text the canonical request
 */
record CanonicalRequest(String text) {

  private static final String HEX = "0123456789ABCDEF";

  /**
   * Makes the canonical form.
   *
   * @param rawPath the path as it stood on the wire, percent-encoded as the client sent it; it is
   *     encoded once more, as every service but S3 wants it
   * @param rawQuery the query as it stood on the wire, without the question mark; may be empty
   * @param headers by lower-case name, all values in their order
   * @param signedHeaders the lower-case names to take, in the order given
   * @param payloadHash the lower-case hex SHA-256 of the body
   * @param normalizePath whether {@code .}, {@code ..} and empty segments are taken out
   * @param inQuery which query parameters (by decoded name) take part
   */
  static CanonicalRequest of(
      String method,
      String rawPath,
      String rawQuery,
      Map<String, List<String>> headers,
      List<String> signedHeaders,
      String payloadHash,
      boolean normalizePath,
      Predicate<String> inQuery) {
    StringBuilder text = new StringBuilder(512);
    text.append(method).append('\n');
    text.append(path(rawPath, normalizePath)).append('\n');
    text.append(query(rawQuery, inQuery)).append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':').append(values(headers.getOrDefault(name, List.of())));
      text.append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n').append(payloadHash);
    return new CanonicalRequest(text.toString());
  }

  private static String path(String rawPath, boolean normalize) {
    String path = rawPath.isEmpty() ? "/" : rawPath;
    return encode(normalize ? withoutDots(path) : path, true);
  }

  /** RFC 3986 section 5.2.4, and runs of slashes made one. */
  private static String withoutDots(String path) {
    List<String> kept = new ArrayList<>();
    String[] segments = path.split("/", -1);
    for (String segment : segments) {
      if (segment.equals("..")) {
        if (!kept.isEmpty()) {
          kept.removeLast();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.add(segment);
      }
    }
    boolean slashAtEnd = segments[segments.length - 1].isEmpty() && !kept.isEmpty();
    return "/" + String.join("/", kept) + (slashAtEnd ? "/" : "");
  }

  private static String query(String rawQuery, Predicate<String> taken) {
    List<String[]> parameters = new ArrayList<>();
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        if (taken.test(name)) {
          String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
          parameters.add(new String[] {encode(name, false), encode(value, false)});
        }
      }
    }
    parameters.sort((a, b) -> a[0].equals(b[0]) ? a[1].compareTo(b[1]) : a[0].compareTo(b[0]));
    List<String> pairs = new ArrayList<>(parameters.size());
    for (String[] parameter : parameters) {
      pairs.add(parameter[0] + "=" + parameter[1]);
    }
    return String.join("&", pairs);
  }

  private static String values(List<String> values) {
    List<String> trimmed = new ArrayList<>(values.size());
    for (String value : values) {
      trimmed.add(value.strip().replaceAll("\\s+", " "));
    }
    return String.join(",", trimmed);
  }

  /** Everything but RFC 3986 unreserved characters percent-encoded, as UTF-8. */
  static String encode(String text, boolean keepSlash) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      if (isUnreserved(c) || (keepSlash && c == '/')) {
        encoded.append((char) c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  /** Percent-decoding; a plus sign is a plus sign, a broken escape stays as it is. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      int high = i + 2 <= in.length - 1 && in[i] == '%' ? Character.digit(in[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
      if (low >= 0) {
        out[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        out[length++] = in[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  /** The names of a {@code SignedHeaders} list, in lower case. */
  static List<String> names(String signedHeaders) {
    return List.of(signedHeaders.toLowerCase(Locale.ROOT).split(";"));
  }
}
