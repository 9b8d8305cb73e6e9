package org.carillon.media.sip.sdp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866): the lines that offer and answer need as fields, all others kept
 * as written.
 *
 * @param origin the o= line
 * @param name the s= line
 * @param connection the session's c= line
 * @param timing the t= line's value
 * @param attributes the session's a= lines in order
 * @param otherLines further session lines as written, for example {@code b=AS:64}
 * @param media the streams in order
 */
public record SessionDescription(
    Origin origin,
    String name,
    Optional<Connection> connection,
    String timing,
    List<Attribute> attributes,
    List<String> otherLines,
    List<MediaDescription> media) {

  public SessionDescription {
    attributes = List.copyOf(attributes);
    otherLines = List.copyOf(otherLines);
    media = List.copyOf(media);
  }

  /**
   * Reads a description.
   *
   * @throws SdpException 400 when it breaks the grammar or a limit: 64 KiB, 1,000 lines, 4,096
   *     bytes a line, 32 streams, 64 formats a stream
   */
  public static SessionDescription parse(byte[] bytes) throws SdpException {
    return new SdpReader(bytes).read();
  }

  /** The description's text, lines ended by CRLF. */
  public byte[] toBytes() {
    return SdpWriter.write(this).getBytes(StandardCharsets.UTF_8);
  }

  /** The direction of a stream: its own attribute, else the session's, else sendrecv. */
  public Direction direction(MediaDescription stream) {
    return direction(stream.attributes())
        .or(() -> direction(attributes))
        .orElse(Direction.SENDRECV);
  }

  /**
   * This without any direction: every stream flows both ways, for somebody who is taken off hold.
   */
  public SessionDescription flowing() {
    return new SessionDescription(
        origin,
        name,
        connection,
        timing,
        withoutDirection(attributes),
        otherLines,
        media.stream()
            .map(
                stream ->
                    new MediaDescription(
                        stream.type(),
                        stream.port(),
                        stream.protocol(),
                        stream.formats(),
                        stream.connection(),
                        withoutDirection(stream.attributes()),
                        stream.otherLines()))
            .toList());
  }

  private static List<Attribute> withoutDirection(List<Attribute> attributes) {
    return attributes.stream().filter(it -> direction(List.of(it)).isEmpty()).toList();
  }

  /** The address of a stream: its own c= line, else the session's. */
  public Optional<Connection> connection(MediaDescription stream) {
    return stream.connection().or(() -> connection);
  }

  private static Optional<Direction> direction(List<Attribute> attributes) {
    for (Attribute attribute : attributes) {
      for (Direction direction : Direction.values()) {
        if (attribute.value() == null && attribute.name().equals(direction.attribute())) {
          return Optional.of(direction);
        }
      }
    }
    return Optional.empty();
  }

  static Optional<String> attribute(List<Attribute> attributes, String name) {
    for (Attribute attribute : attributes) {
      if (attribute.name().equals(name)) {
        return Optional.of(attribute.value() == null ? "" : attribute.value());
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return SdpWriter.write(this);
  }
}
