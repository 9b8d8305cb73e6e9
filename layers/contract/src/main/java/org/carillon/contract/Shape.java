package org.carillon.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A shape of a model with its constraints.
 *
 * @param members a structure's members by name, in the model's order
 * @param required names of a structure's required members
 * @param element a list's member or a map's value, null for others
 * @param key a map's key, null for others
 * @param min shortest length, smallest size or smallest value, null without one
 * @param max longest length, largest size or largest value, null without one
 * @param pattern what a string must match as a whole, null without one
 * @param choices the values of an enumeration, empty for others
 * @param iso8601 whether a timestamp is ISO 8601; otherwise it is epoch seconds (rest-json's
 *     default in bodies)
 * @param sensitive whether values of it must not be shown or kept for reading
 */
record Shape(
    String name,
    Kind kind,
    Map<String, Member> members,
    List<String> required,
    String element,
    String key,
    Double min,
    Double max,
    WholePattern pattern,
    List<String> choices,
    boolean iso8601,
    boolean sensitive) {

  /** The kinds the three models use. */
  enum Kind {
    STRUCTURE,
    LIST,
    MAP,
    STRING,
    INTEGER,
    FLOAT,
    BOOLEAN,
    TIMESTAMP
  }

  /** Where a member travels. */
  enum Location {
    BODY,
    URI,
    QUERYSTRING,
    HEADER
  }

  /** A structure's member: its name in the model, its shape's name, and its place on the wire. */
  record Member(String name, String shape, Location location, String locationName) {}

  /** The model's broken pattern of the voice API's request tokens: 2 to 64 are meant. */
  private static final String BROKEN_TOKEN_PATTERN = "^[-_a-zA-Z0-9]*${2,64}$";

  private static final String TOKEN_PATTERN = "[-_a-zA-Z0-9]*";

  /** Whom a call may be placed to: where the operator allows it a SIP URI too (S5). */
  private static final String CALLER = "CreateSipMediaApplicationCallRequest";

  private static final String CALLEE = "ToPhoneNumber";
  private static final String NUMBER = "E164PhoneNumber";

  /** A shape of ours: {@value #NUMBER}, or a SIP URI, which the operation reads itself. */
  static final String NUMBER_OR_SIP_URI = "E164PhoneNumberOrSipUri";

  /** Reads a shape as the model file has it. */
  static Shape of(String name, Map<?, ?> raw) {
    Map<String, Member> members = new LinkedHashMap<>();
    if (raw.get("members") instanceof Map<?, ?> all) {
      all.forEach(
          (member, it) -> members.put((String) member, member((String) member, (Map<?, ?>) it)));
    }
    if (name.equals(CALLER)) {
      Member number = members.get(CALLEE);
      members.put(
          CALLEE, new Member(CALLEE, NUMBER_OR_SIP_URI, number.location(), number.locationName()));
    }
    Double min = bound(raw.get("min"));
    Double max = bound(raw.get("max"));
    String pattern = (String) raw.get("pattern");
    if (BROKEN_TOKEN_PATTERN.equals(pattern)) {
      pattern = TOKEN_PATTERN;
      min = 2d;
      max = 64d;
    }
    return new Shape(
        name,
        Kind.valueOf(((String) raw.get("type")).toUpperCase(Locale.ROOT)),
        members,
        strings(raw.get("required")),
        shapeOf(raw.get(raw.containsKey("value") ? "value" : "member")),
        shapeOf(raw.get("key")),
        min,
        max,
        pattern == null ? null : new WholePattern(pattern),
        strings(raw.get("enum")),
        "iso8601".equals(raw.get("timestampFormat")),
        Boolean.TRUE.equals(raw.get("sensitive")));
  }

  /** {@link #NUMBER_OR_SIP_URI}, from the model's own shapes. */
  static Shape numberOrSipUri(Map<?, ?> rawShapes) {
    Map<Object, Object> raw = new LinkedHashMap<>((Map<?, ?>) rawShapes.get(NUMBER));
    raw.merge("pattern", "|sips?:[!-~]{1,400}", (number, uri) -> number + "" + uri);
    return of(NUMBER_OR_SIP_URI, raw);
  }

  private static Member member(String name, Map<?, ?> raw) {
    String location = (String) raw.get("location");
    String locationName = (String) raw.get("locationName");
    return new Member(
        name,
        (String) raw.get("shape"),
        location == null ? Location.BODY : Location.valueOf(location.toUpperCase(Locale.ROOT)),
        locationName == null ? name : locationName);
  }

  private static String shapeOf(Object member) {
    return member instanceof Map<?, ?> map ? (String) map.get("shape") : null;
  }

  private static Double bound(Object number) {
    return number instanceof Number it ? (Double) it.doubleValue() : null;
  }

  static List<String> strings(Object list) {
    return list instanceof List<?> all ? all.stream().map(String.class::cast).toList() : List.of();
  }
}
