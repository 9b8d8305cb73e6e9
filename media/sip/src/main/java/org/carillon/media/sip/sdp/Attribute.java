package org.carillon.media.sip.sdp;

/**
 * An {@code a=} line.
 *
 * @param name before the colon
 * @param value after the colon; null for a flag such as {@code sendonly}
 */
public record Attribute(String name, String value) {

  static Attribute parse(String text) throws SdpException {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (name.isEmpty()) {
      throw SdpException.malformed("An a= line has no name");
    }
    return new Attribute(name, colon < 0 ? null : text.substring(colon + 1));
  }

  /** An attribute without value. */
  public static Attribute flag(String name) {
    return new Attribute(name, null);
  }

  @Override
  public String toString() {
    return value == null ? name : name + ":" + value;
  }
}
