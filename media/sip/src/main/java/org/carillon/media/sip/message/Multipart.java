package org.carillon.media.sip.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A body of several parts (RFC 5621, RFC 2046 section 5.1): a session description and a location,
 * for example. Immutable.
 *
 * @param parts in their order
 */
public record Multipart(List<Part> parts) {

  private static final int MAX_PARTS = 16;
  private static final int MAX_PART_HEADERS = 32;
  private static final int MAX_BOUNDARY = 70;

  public Multipart {
    parts = List.copyOf(parts);
  }

  /**
   * One part.
   *
   * @param headers its header fields, names in lower case
   * @param body its content and Content-Type
   */
  public record Part(Map<String, String> headers, SipBody body) {
    public Part {
      headers = Map.copyOf(headers);
    }

    /** A part with this content and no more header fields. */
    public static Part of(SipBody body) {
      return new Part(Map.of(), body);
    }
  }

  /** Whether a body says that it has parts. */
  public static boolean isMultipart(SipBody body) {
    return MediaType.essence(body.contentType()).startsWith("multipart/");
  }

  /**
   * Reads a body of several parts. What stands before the first and after the last boundary is left
   * out, as RFC 2046 says; a last boundary that is missing is forgiven.
   *
   * @throws SipParseException when it has no boundary, too many parts, or a part without an end of
   *     its header fields
   */
  public static Multipart parse(SipBody body) throws SipParseException {
    byte[] dash = ("--" + boundary(body.contentType())).getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = body.bytes();
    List<Part> parts = new ArrayList<>();
    int at = line(bytes, dash, 0);
    if (at < 0) {
      throw new SipParseException("The body has none of its boundaries");
    }
    while (at >= 0 && !isLast(bytes, at + dash.length)) {
      int start = nextLine(bytes, at);
      int next = line(bytes, dash, start);
      int end = next < 0 ? bytes.length : withoutLineBreak(bytes, start, next);
      if (parts.size() == MAX_PARTS) {
        throw new SipParseException("The body has more than " + MAX_PARTS + " parts");
      }
      parts.add(part(bytes, start, end));
      at = next;
    }
    return new Multipart(parts);
  }

  /** The first part of a media type. */
  public Optional<SipBody> first(String essence) {
    return parts.stream()
        .map(Part::body)
        .filter(body -> MediaType.essence(body.contentType()).equals(essence))
        .findFirst();
  }

  /** This as one body. */
  public SipBody toBody() {
    String boundary = Long.toHexString(System.nanoTime()) + "carillon";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Part part : parts) {
      StringBuilder head = new StringBuilder("--").append(boundary).append("\r\n");
      head.append("Content-Type: ").append(part.body().contentType()).append("\r\n");
      part.headers()
          .forEach(
              (name, value) -> {
                if (!name.equals("content-type")) {
                  head.append(name).append(": ").append(value).append("\r\n");
                }
              });
      head.append("\r\n");
      out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
      out.writeBytes(part.body().bytes());
      out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return new SipBody("multipart/mixed;boundary=" + boundary, out.toByteArray());
  }

  private static String boundary(String contentType) throws SipParseException {
    for (String parameter : contentType.split(";")) {
      int equals = parameter.indexOf('=');
      if (equals > 0
          && parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("boundary")) {
        String value = parameter.substring(equals + 1).strip();
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
          value = value.substring(1, value.length() - 1);
        }
        if (!value.isEmpty() && value.length() <= MAX_BOUNDARY) {
          return value;
        }
      }
    }
    throw new SipParseException("The body of several parts names no boundary");
  }

  private static Part part(byte[] bytes, int start, int end) throws SipParseException {
    Map<String, String> headers = new LinkedHashMap<>();
    int at = start;
    while (true) {
      int next = nextLine(bytes, at);
      if (at >= end) {
        throw new SipParseException("The header of a part has no end");
      }
      String line =
          new String(bytes, at, Math.min(next, end) - at, StandardCharsets.UTF_8).stripTrailing();
      at = next;
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(':');
      if (colon <= 0 || headers.size() == MAX_PART_HEADERS || !Syntax.isText(line)) {
        throw new SipParseException("A part has a broken header field");
      }
      headers.putIfAbsent(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    int from = Math.min(at, end);
    byte[] content = new byte[end - from];
    System.arraycopy(bytes, from, content, 0, content.length);
    String type = headers.getOrDefault("content-type", "text/plain");
    return new Part(headers, new SipBody(type, content));
  }

  /** Where a line starts with these bytes, from an index on; -1 when none does. */
  private static int line(byte[] bytes, byte[] start, int from) {
    for (int at = from; at < bytes.length; at = nextLine(bytes, at)) {
      if (startsWith(bytes, at, start)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] start) {
    if (at + start.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if (bytes[at + i] != start[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLast(byte[] bytes, int at) {
    return at + 1 < bytes.length && bytes[at] == '-' && bytes[at + 1] == '-';
  }

  private static int nextLine(byte[] bytes, int at) {
    int end = at;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return Math.min(bytes.length, end + 1);
  }

  /** The line break before a boundary belongs to the boundary. */
  private static int withoutLineBreak(byte[] bytes, int start, int next) {
    int end = next;
    if (end > start && bytes[end - 1] == '\n') {
      end--;
    }
    if (end > start && bytes[end - 1] == '\r') {
      end--;
    }
    return end;
  }
}
