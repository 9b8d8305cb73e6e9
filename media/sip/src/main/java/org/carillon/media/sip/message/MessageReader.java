package org.carillon.media.sip.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Indexes one message's bytes, which it owns, and decides what they are. */
final class MessageReader {
  private static final byte[] VERSION = "SIP/2.0".getBytes(StandardCharsets.US_ASCII);

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long NEWLINES = ONES * '\n';

  private final byte[] data;
  private final boolean reliable;
  private final MessageIndex index;

  MessageReader(byte[] data, boolean reliable) {
    this.data = data;
    this.reliable = reliable;
    this.index = new MessageIndex(data);
  }

  MessageIndex result() {
    return index;
  }

  ParseResult read() {
    String fault = index();
    if (index.startLineEnd() == 0) {
      return SipRejection.drop(fault);
    }
    return startsWithVersion(0) ? response(fault) : request(fault);
  }

  // ---- header fields

  /** Finds all fields and the body; what is wrong, or null. */
  String index() {
    int lineEnd = lineEnd(0);
    if (lineEnd < 0) {
      return "The start line has no end";
    }
    index.startLineEnd(lineEnd);
    int at = lineEnd + 2;
    String fault = null;
    while (true) {
      if (at + 1 < data.length && data[at] == '\r' && data[at + 1] == '\n') {
        return first(fault, body(at + 2));
      }
      int end = at < data.length ? lineEnd(at) : -1;
      if (end < 0) {
        index.body(data.length, data.length);
        return first(fault, "The header has no end or a bare line break");
      }
      end = unfold(end);
      fault = first(fault, field(at, end));
      at = end + 2;
    }
  }

  private static String first(String earlier, String later) {
    return earlier == null ? later : earlier;
  }

  /**
   * The index of the CR that ends the line, or -1 when a lone LF comes first or nothing ends it.
   */
  private int lineEnd(int from) {
    int newline = newline(from);
    return newline > from && data[newline - 1] == '\r' ? newline - 1 : -1;
  }

  /** The index of the next LF, or -1; looks at eight bytes at a time. */
  private int newline(int from) {
    int i = from;
    for (; i + 8 <= data.length; i += 8) {
      long word = (long) LONGS.get(data, i) ^ NEWLINES;
      long found = (word - ONES) & ~word & HIGHS;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; i < data.length; i++) {
      if (data[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Turns folded lines into one by writing spaces over the line breaks (RFC 3261 7.3.1). */
  private int unfold(int lineEnd) {
    int end = lineEnd;
    while (end + 2 < data.length && Syntax.isSpace(data[end + 2])) {
      int next = lineEnd(end + 2);
      if (next < 0) {
        return end;
      }
      data[end] = ' ';
      data[end + 1] = ' ';
      end = next;
    }
    return end;
  }

  private String field(int from, int end) {
    if (end - from > SipParser.MAX_HEADER) {
      return "A header field is longer than " + SipParser.MAX_HEADER + " bytes";
    }
    int nameEnd = index.nameEnd(from);
    int colon = nameEnd;
    while (colon < end && Syntax.isSpace(data[colon])) {
      colon++;
    }
    if (nameEnd == from || colon >= end || data[colon] != ':') {
      return "A line is no header field";
    }
    int valueStart = colon + 1;
    while (valueStart < end && Syntax.isSpace(data[valueStart])) {
      valueStart++;
    }
    int valueEnd = end;
    while (valueEnd > valueStart && Syntax.isSpace(data[valueEnd - 1])) {
      valueEnd--;
    }
    HeaderName name = HeaderName.of(data, from, nameEnd);
    if (index.count() >= SipParser.MAX_HEADERS && (name == HeaderName.OTHER || index.has(name))) {
      // The fields that a 400 must copy are still taken, once each.
      return "More than " + SipParser.MAX_HEADERS + " header fields";
    }
    boolean repeated = name.single() && index.has(name);
    index.add(name, from, valueStart, valueEnd);
    return repeated ? name.text() + " is there twice" : null;
  }

  // ---- body

  private String body(int start) {
    int available = data.length - start;
    int field = index.find(HeaderName.CONTENT_LENGTH);
    if (field < 0) {
      // On a stream a message without Content-Length has no body (RFC 3261 section 18.3).
      index.body(start, reliable ? start : data.length);
      return null;
    }
    long length = number(index.valueStart(field), index.valueEnd(field));
    if (length < 0 || length > available) {
      index.body(start, data.length);
      return length < 0
          ? "Content-Length is not a number"
          : "The body is shorter than Content-Length says";
    }
    index.body(start, start + (int) length);
    return null;
  }

  /** The decimal number there, or -1; more than 18 digits count as no number. */
  private long number(int from, int to) {
    if (from == to || to - from > 18) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      if (!Syntax.isDigit(data[i])) {
        return -1;
      }
      value = value * 10 + data[i] - '0';
    }
    return value;
  }

  // ---- start line

  private boolean startsWithVersion(int from) {
    for (int i = 0; i < 4; i++) {
      if (from + i >= data.length || (data[from + i] & ~0x20) != (VERSION[i] & ~0x20)) {
        return false;
      }
    }
    return true;
  }

  private boolean isVersion(int from, int to) {
    if (to - from != VERSION.length) {
      return false;
    }
    for (int i = 0; i < VERSION.length; i++) {
      int b = data[from + i];
      if (b != VERSION[i] && (b < 'a' || b - 32 != VERSION[i])) {
        return false;
      }
    }
    return true;
  }

  // A broken response is always dropped: nobody waits for an answer to it.
  private ParseResult response(String fault) {
    int end = index.startLineEnd();
    if (fault != null) {
      return SipRejection.drop(fault);
    }
    if (end < 11 || data[7] != ' ' || !isVersion(0, 7)) {
      return SipRejection.drop("The status line is broken");
    }
    long status = number(8, 11);
    if (status < 100 || status > 699 || (end > 11 && data[11] != ' ')) {
      return SipRejection.drop("The status is not 100 to 699");
    }
    SipResponse response = new SipResponse(index, (int) status);
    Optional<String> wrong = MessageChecks.fault(response);
    return wrong.isPresent() ? SipRejection.drop(wrong.get()) : response;
  }

  private ParseResult request(String headerFault) {
    int end = index.startLineEnd();
    int methodEnd = 0;
    while (methodEnd < end && Syntax.isTokenChar(data[methodEnd])) {
      methodEnd++;
    }
    int uriEnd = lastSpace(end);
    if (methodEnd == 0 || methodEnd >= end || data[methodEnd] != ' ') {
      return SipRejection.drop("The start line is no SIP start line");
    }
    String method = Methods.intern(data, methodEnd);
    if (uriEnd <= methodEnd || !startsWithVersion(uriEnd + 1)) {
      if (!endsWithVersion(end)) {
        return SipRejection.drop("Not SIP"); // HTTP, for example: such a sender wants no SIP answer
      }
      return reject(400, "The request line is broken", method);
    }
    if (!isVersion(uriEnd + 1, end)) {
      return reject(505, "Version Not Supported", method);
    }
    return request(headerFault, method, methodEnd + 1, uriEnd);
  }

  private ParseResult request(String headerFault, String method, int uriStart, int uriEnd) {
    if (uriEnd - uriStart > SipUriReader.MAX_LENGTH) {
      return reject(414, "Request-URI Too Long", method);
    }
    SipUri uri;
    try {
      uri = SipUri.parse(new String(data, uriStart, uriEnd - uriStart, StandardCharsets.UTF_8));
    } catch (SipParseException e) {
      return reject(400, e.getMessage(), method);
    }
    if (!uri.headers().isEmpty()) {
      return reject(400, "The Request-URI has headers", method);
    }
    if (headerFault != null) {
      return reject(400, headerFault, method);
    }
    SipRequest request = new SipRequest(index, method, uri);
    Optional<String> wrong = MessageChecks.fault(request);
    return wrong.isPresent() ? reject(400, wrong.get(), method) : request;
  }

  /** Whether the line's last word is a SIP version, so that its sender meant to write SIP. */
  private boolean endsWithVersion(int end) {
    int last = end;
    while (last > 0 && data[last - 1] == ' ') {
      last--;
    }
    return startsWithVersion(lastSpace(last) + 1);
  }

  private int lastSpace(int end) {
    int i = end - 1;
    while (i >= 0 && data[i] != ' ') {
      i--;
    }
    return i;
  }

  private ParseResult reject(int status, String reason, String method) {
    // An ACK is never answered (RFC 3261 section 17.1.1.3).
    if (method.equals("ACK")) {
      return SipRejection.drop(reason);
    }
    return new SipRejection(status, reason, Optional.of(new SipRequest(index, method, null)));
  }
}
