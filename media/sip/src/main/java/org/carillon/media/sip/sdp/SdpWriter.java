package org.carillon.media.sip.sdp;

import java.util.List;

/** Writes the lines in the order that RFC 8866 section 5 asks for. */
final class SdpWriter {

  private SdpWriter() {}

  static String write(SessionDescription session) {
    StringBuilder out = new StringBuilder(400);
    line(out, 'v', "0");
    line(out, 'o', session.origin().toString());
    line(out, 's', session.name().isEmpty() ? " " : session.name());
    others(out, session.otherLines(), "iuep");
    session.connection().ifPresent(connection -> line(out, 'c', connection.toString()));
    others(out, session.otherLines(), "b");
    line(out, 't', session.timing());
    rest(out, session.otherLines(), "iuepb");
    session.attributes().forEach(attribute -> line(out, 'a', attribute.toString()));
    for (MediaDescription stream : session.media()) {
      media(out, stream);
    }
    return out.toString();
  }

  private static void media(StringBuilder out, MediaDescription stream) {
    String formats = String.join(" ", stream.formats());
    line(out, 'm', stream.type() + " " + stream.port() + " " + stream.protocol() + " " + formats);
    others(out, stream.otherLines(), "i");
    stream.connection().ifPresent(connection -> line(out, 'c', connection.toString()));
    rest(out, stream.otherLines(), "i");
    stream.attributes().forEach(attribute -> line(out, 'a', attribute.toString()));
  }

  private static void line(StringBuilder out, char type, String value) {
    out.append(type).append('=').append(value).append("\r\n");
  }

  private static void others(StringBuilder out, List<String> lines, String types) {
    for (String line : lines) {
      if (types.indexOf(line.charAt(0)) >= 0) {
        out.append(line).append("\r\n");
      }
    }
  }

  private static void rest(StringBuilder out, List<String> lines, String but) {
    for (String line : lines) {
      if (but.indexOf(line.charAt(0)) < 0) {
        out.append(line).append("\r\n");
      }
    }
  }
}
