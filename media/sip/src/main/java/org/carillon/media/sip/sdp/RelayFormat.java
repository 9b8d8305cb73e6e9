package org.carillon.media.sip.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A payload type as one description has it, any codec.
 *
 * @param payloadType its number there
 * @param encoding the name as written
 * @param parameters its fmtp values, without the number
 */
record RelayFormat(
    int payloadType, String encoding, int clockRate, int channels, List<String> parameters) {

  private static final Map<Integer, String> STATIC =
      Map.of(
          0, "PCMU", 3, "GSM", 4, "G723", 8, "PCMA", 9, "G722", 13, "CN", 15, "G728", 18, "G729");

  /** Their parameters name other payload types, which may change on the way. */
  private static final Set<String> BOUND_TO_NUMBERS = Set.of("RED", "RTX", "ULPFEC", "FLEXFEC");

  private static final Set<String> NO_SPEECH = Set.of("TELEPHONE-EVENT", "CN", "TONE");
  private static final int TELEPHONE_RATE = 8000;
  private static final int MOST_PARAMETERS = 4;

  private static final Pattern TYPE = Pattern.compile("[0-9]{1,3}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._+-]{1,64}");
  private static final Pattern RATE = Pattern.compile("[1-9][0-9]{0,5}");
  private static final Pattern CHANNELS = Pattern.compile("[1-9][0-9]?");

  /** The formats of a stream in its order; what cannot be relayed is left out. */
  static List<RelayFormat> of(MediaDescription stream) {
    Map<String, String> maps = new HashMap<>();
    Map<String, List<String>> parameters = new HashMap<>();
    for (Attribute attribute : stream.attributes()) {
      String value = attribute.value();
      int space = value == null ? -1 : value.indexOf(' ');
      if (space > 0 && attribute.name().equals("rtpmap")) {
        maps.putIfAbsent(value.substring(0, space), value.substring(space + 1).strip());
      } else if (space > 0 && attribute.name().equals("fmtp")) {
        List<String> known =
            parameters.computeIfAbsent(value.substring(0, space), _ -> new ArrayList<>(1));
        if (known.size() < MOST_PARAMETERS) {
          known.add(value.substring(space + 1).strip());
        }
      }
    }
    Map<Integer, RelayFormat> formats = new java.util.LinkedHashMap<>();
    for (String number : stream.formats()) {
      if (TYPE.matcher(number).matches() && Integer.parseInt(number) <= 127) {
        int type = Integer.parseInt(number);
        read(type, maps.get(number), parameters.getOrDefault(number, List.of()))
            .ifPresent(format -> formats.putIfAbsent(type, format));
      }
    }
    return List.copyOf(formats.values());
  }

  private static Optional<RelayFormat> read(int type, String map, List<String> parameters) {
    if (map == null) {
      return Optional.ofNullable(STATIC.get(type))
          .map(name -> new RelayFormat(type, name, TELEPHONE_RATE, 1, parameters));
    }
    String[] parts = map.split("/");
    if (parts.length < 2
        || parts.length > 3
        || !NAME.matcher(parts[0]).matches()
        || !RATE.matcher(parts[1]).matches()
        || (parts.length == 3 && !CHANNELS.matcher(parts[2]).matches())
        || BOUND_TO_NUMBERS.contains(upper(parts[0]))) {
      return Optional.empty();
    }
    int channels = parts.length == 3 ? Integer.parseInt(parts[2]) : 1;
    return Optional.of(
        new RelayFormat(type, parts[0], Integer.parseInt(parts[1]), channels, parameters));
  }

  private static String upper(String name) {
    return name.toUpperCase(java.util.Locale.ROOT);
  }

  /** One of the two laws on its static number. */
  static RelayFormat law(Codec codec) {
    return new RelayFormat(codec.payloadType(), codec.encoding(), codec.clockRate(), 1, List.of());
  }

  boolean isSpeech() {
    return !NO_SPEECH.contains(upper(encoding));
  }

  /** Which of the two laws that are recoded to each other it is. */
  Optional<Codec> law() {
    return channels == 1
        ? Codec.named(encoding, clockRate).filter(codec -> codec != Codec.TELEPHONE_EVENT)
        : Optional.empty();
  }

  boolean isSameAs(RelayFormat other) {
    return encoding.equalsIgnoreCase(other.encoding)
        && clockRate == other.clockRate
        && channels == other.channels;
  }

  /** This format under another number. */
  RelayFormat numbered(int number) {
    return new RelayFormat(number, encoding, clockRate, channels, parameters);
  }

  /** Its rtpmap and fmtp lines. */
  List<Attribute> attributes() {
    List<Attribute> lines = new ArrayList<>();
    String suffix = channels == 1 ? "" : "/" + channels;
    lines.add(new Attribute("rtpmap", payloadType + " " + encoding + "/" + clockRate + suffix));
    for (String parameter : parameters) {
      lines.add(new Attribute("fmtp", payloadType + " " + parameter));
    }
    return lines;
  }
}
