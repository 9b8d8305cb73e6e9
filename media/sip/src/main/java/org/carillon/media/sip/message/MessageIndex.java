package org.carillon.media.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where everything lies in a message's bytes. A field is one long: its {@link HeaderName} ordinal,
 * start of name, start and end of value, 16 bits each; that is why a message is at most 65,535
 * bytes.
 */
final class MessageIndex {
  private final byte[] data;
  private long[] fields = new long[20];
  private int count;
  private long seen;
  private int startLineEnd;
  private int bodyStart;
  private int bodyEnd;

  MessageIndex(byte[] data) {
    this.data = data;
  }

  void startLineEnd(int end) {
    startLineEnd = end;
  }

  int startLineEnd() {
    return startLineEnd;
  }

  void body(int start, int end) {
    bodyStart = start;
    bodyEnd = end;
  }

  void add(HeaderName name, int nameStart, int valueStart, int valueEnd) {
    if (count == fields.length) {
      fields = Arrays.copyOf(fields, count * 2);
    }
    fields[count++] =
        (long) name.number() << 48 | (long) nameStart << 32 | (long) valueStart << 16 | valueEnd;
    seen |= name.bit();
  }

  byte[] data() {
    return data;
  }

  int count() {
    return count;
  }

  int bodyStart() {
    return bodyStart;
  }

  int bodyEnd() {
    return bodyEnd;
  }

  boolean has(HeaderName name) {
    return (seen & name.bit()) != 0;
  }

  boolean is(int field, HeaderName name) {
    return (int) (fields[field] >>> 48) == name.number();
  }

  int nameStart(int field) {
    return (int) (fields[field] >>> 32) & 0xffff;
  }

  int valueStart(int field) {
    return (int) (fields[field] >>> 16) & 0xffff;
  }

  int valueEnd(int field) {
    return (int) fields[field] & 0xffff;
  }

  String value(int field) {
    int start = valueStart(field);
    return new String(data, start, valueEnd(field) - start, StandardCharsets.UTF_8);
  }

  String name(int field) {
    HeaderName known = HeaderName.at((int) (fields[field] >>> 48));
    if (known != HeaderName.OTHER) {
      return known.text();
    }
    int start = nameStart(field);
    return new String(data, start, nameEnd(start) - start, StandardCharsets.US_ASCII);
  }

  int nameEnd(int start) {
    int end = start;
    while (Syntax.isTokenChar(data[end])) {
      end++;
    }
    return end;
  }

  /** The number of the first field of that name, or -1. */
  int find(HeaderName name) {
    if (has(name)) {
      for (int i = 0; i < count; i++) {
        if (is(i, name)) {
          return i;
        }
      }
    }
    return -1;
  }

  String first(HeaderName name) {
    int field = find(name);
    return field < 0 ? null : value(field);
  }

  String firstOther(String name) {
    for (int i = 0; i < count; i++) {
      if (is(i, HeaderName.OTHER) && name(i).equalsIgnoreCase(name)) {
        return value(i);
      }
    }
    return null;
  }

  String startLineFrom(int from) {
    return from >= startLineEnd
        ? ""
        : new String(data, from, startLineEnd - from, StandardCharsets.UTF_8);
  }
}
