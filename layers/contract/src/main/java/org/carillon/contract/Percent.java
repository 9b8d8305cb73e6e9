package org.carillon.contract;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Percent-encoding of paths and queries (RFC 3986 section 2.1). A plus sign means itself in both,
 * as SigV4 and the SDKs have it, and never a space.
 */
final class Percent {

  private Percent() {}

  /**
   * Decodes a path segment, or a name or value of a query.
   *
   * @throws IllegalArgumentException for a broken escape, or bytes that are not UTF-8
   */
  static String decode(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    int at = 0;
    while (at < encoded.length()) {
      if (encoded.charAt(at) == '%') {
        if (at + 2 >= encoded.length()) {
          throw new IllegalArgumentException("an escape ends early");
        }
        int high = Character.digit(encoded.charAt(at + 1), 16);
        int low = Character.digit(encoded.charAt(at + 2), 16);
        if (high < 0 || low < 0) {
          throw new IllegalArgumentException("an escape is not hexadecimal");
        }
        bytes.write(high << 4 | low);
        at += 3;
      } else {
        int next = encoded.indexOf('%', at);
        int end = next < 0 ? encoded.length() : next;
        bytes.writeBytes(encoded.substring(at, end).getBytes(StandardCharsets.UTF_8));
        at = end;
      }
    }
    try {
      // a new decoder reports what is not UTF-8 instead of replacing it
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException bad) {
      throw new IllegalArgumentException("an escape is not UTF-8", bad);
    }
  }

  /**
   * The decoded names and values of a query in their order. A name without an equals sign has the
   * empty value.
   *
   * @throws IllegalArgumentException as {@link #decode}
   */
  static Map<String, List<String>> query(String rawQuery) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : rawQuery.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        values.computeIfAbsent(name, it -> new ArrayList<>()).add(value);
      }
    }
    return values;
  }
}
