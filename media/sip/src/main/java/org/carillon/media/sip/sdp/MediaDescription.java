package org.carillon.media.sip.sdp;

import java.util.List;
import java.util.Optional;

/**
 * An {@code m=} line and the lines below it.
 *
 * @param type audio, video, image and so on
 * @param port 0: refused or unused
 * @param protocol for example RTP/AVP
 * @param formats payload types or other format names, in order of preference
 * @param connection its own c= line
 * @param attributes its a= lines in order
 * @param otherLines further lines as written, for example {@code b=AS:64}
 */
public record MediaDescription(
    String type,
    int port,
    String protocol,
    List<String> formats,
    Optional<Connection> connection,
    List<Attribute> attributes,
    List<String> otherLines) {

  public MediaDescription {
    formats = List.copyOf(formats);
    attributes = List.copyOf(attributes);
    otherLines = List.copyOf(otherLines);
  }

  /** The value of the first attribute of that name; empty string for a flag. */
  public Optional<String> attribute(String name) {
    return SessionDescription.attribute(attributes, name);
  }

  /** This stream refused: the same type, protocol and formats with port 0 (RFC 3264 section 6). */
  public MediaDescription refused() {
    return new MediaDescription(type, 0, protocol, formats, Optional.empty(), List.of(), List.of());
  }
}
