package org.carillon.media.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A payload type of a stream and the codec it stands for.
 *
 * @param payloadType 0 to 127
 * @param codec one that this stack knows
 */
record AudioFormat(int payloadType, Codec codec) {

  /** The known formats of a stream in its order; static types need no rtpmap (RFC 3551). */
  static List<AudioFormat> of(MediaDescription stream) {
    List<AudioFormat> formats = new ArrayList<>();
    for (String number : stream.formats()) {
      if (!number.matches("[0-9]{1,3}") || Integer.parseInt(number) > 127) {
        continue;
      }
      int payloadType = Integer.parseInt(number);
      codec(stream, payloadType).ifPresent(c -> formats.add(new AudioFormat(payloadType, c)));
    }
    return formats;
  }

  private static Optional<Codec> codec(MediaDescription stream, int payloadType) {
    String prefix = payloadType + " ";
    for (Attribute attribute : stream.attributes()) {
      if (attribute.name().equals("rtpmap")
          && attribute.value() != null
          && attribute.value().startsWith(prefix)) {
        return mapped(attribute.value().substring(prefix.length()).strip());
      }
    }
    return switch (payloadType) {
      case 0 -> Optional.of(Codec.PCMU);
      case 8 -> Optional.of(Codec.PCMA);
      default -> Optional.empty();
    };
  }

  /** Reads {@code name/rate[/channels]}; more than one channel is not telephony. */
  private static Optional<Codec> mapped(String map) {
    String[] parts = map.split("/");
    if (parts.length < 2
        || !parts[1].matches("[0-9]{1,6}")
        || (parts.length > 2 && !parts[2].equals("1"))) {
      return Optional.empty();
    }
    return Codec.named(parts[0], Integer.parseInt(parts[1]));
  }
}
