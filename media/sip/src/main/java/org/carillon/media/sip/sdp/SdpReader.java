package org.carillon.media.sip.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a session description line by line; bare LF is accepted (RFC 8866 section 5). */
final class SdpReader {
  private static final int MAX_BYTES = 65_536;
  private static final int MAX_LINES = 1_000;
  private static final int MAX_LINE = 4_096;
  private static final int MAX_STREAMS = 32;
  private static final int MAX_FORMATS = 64;

  private static final Pattern SPACES = Pattern.compile(" +");

  private final String text;
  private Origin origin;
  private String name = "-";
  private String timing = "0 0";
  private Optional<Connection> connection = Optional.empty();
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<String> otherLines = new ArrayList<>();
  private final List<MediaDescription> media = new ArrayList<>();
  private MediaLine stream;

  SdpReader(byte[] bytes) throws SdpException {
    if (bytes.length > MAX_BYTES) {
      throw SdpException.malformed("SDP is longer than 64 KiB");
    }
    text = new String(bytes, StandardCharsets.UTF_8);
  }

  SessionDescription read() throws SdpException {
    int at = 0;
    int lines = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      end = end < 0 ? text.length() : end;
      end = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
      if (end > at) {
        if (++lines > MAX_LINES || end - at > MAX_LINE) {
          throw SdpException.malformed("SDP has too many or too long lines");
        }
        line(text.substring(at, end), lines);
      }
      at = next;
    }
    if (lines == 0 || origin == null) {
      throw SdpException.malformed("SDP has no o= line");
    }
    finishStream();
    return new SessionDescription(origin, name, connection, timing, attributes, otherLines, media);
  }

  private void line(String line, int number) throws SdpException {
    if (line.length() < 2 || line.charAt(1) != '=' || hasControl(line)) {
      throw SdpException.malformed("SDP line " + number + " is not 'type=value'");
    }
    String value = line.substring(2);
    char type = line.charAt(0);
    if (number == 1 && (type != 'v' || !value.strip().equals("0"))) {
      throw SdpException.malformed("SDP does not start with v=0");
    }
    if (type == 'm') {
      finishStream();
      if (media.size() == MAX_STREAMS) {
        throw SdpException.malformed("SDP has more than " + MAX_STREAMS + " streams");
      }
      stream = MediaLine.parse(value);
    } else if (stream != null) {
      streamLine(type, value, line);
    } else {
      sessionLine(type, value, line);
    }
  }

  private void sessionLine(char type, String value, String line) throws SdpException {
    switch (type) {
      case 'v' -> {}
      case 'o' -> origin = Origin.parse(value.strip());
      case 's' -> name = value;
      case 'c' -> connection = Optional.of(Connection.parse(value.strip()));
      case 't' -> timing = value;
      case 'a' -> attributes.add(Attribute.parse(value.stripTrailing()));
      default -> otherLines.add(line);
    }
  }

  private void streamLine(char type, String value, String line) throws SdpException {
    switch (type) {
      case 'c' -> stream.connection = Optional.of(Connection.parse(value.strip()));
      case 'a' -> stream.attributes.add(Attribute.parse(value.stripTrailing()));
      default -> stream.otherLines.add(line);
    }
  }

  private void finishStream() {
    if (stream != null) {
      media.add(stream.description());
      stream = null;
    }
  }

  private static boolean hasControl(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  /** A stream while its lines are read. */
  private static final class MediaLine {
    private final String type;
    private final int port;
    private final String protocol;
    private final List<String> formats;
    private Optional<Connection> connection = Optional.empty();
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<String> otherLines = new ArrayList<>();

    private MediaLine(String type, int port, String protocol, List<String> formats) {
      this.type = type;
      this.port = port;
      this.protocol = protocol;
      this.formats = formats;
    }

    static MediaLine parse(String value) throws SdpException {
      String[] parts = SPACES.split(value.strip());
      if (parts.length < 4 || parts.length > 3 + MAX_FORMATS) {
        throw SdpException.malformed("An m= line is not 'type port protocol formats'");
      }
      int slash = parts[1].indexOf('/');
      int port = port(slash < 0 ? parts[1] : parts[1].substring(0, slash));
      return new MediaLine(parts[0], port, parts[2], List.of(parts).subList(3, parts.length));
    }

    private static int port(String text) throws SdpException {
      try {
        int port = text.length() > 5 ? -1 : Integer.parseInt(text);
        if (port >= 0 && port <= 65535) {
          return port;
        }
      } catch (NumberFormatException e) {
        // answered below, together with numbers out of range
      }
      throw SdpException.malformed("An m= line's port is not 0 to 65535");
    }

    MediaDescription description() {
      return new MediaDescription(
          type, port, protocol, formats, connection, attributes, otherLines);
    }
  }
}
