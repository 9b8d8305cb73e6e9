package org.carillon.contract;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads JSON values as a model's shapes: checks type and constraints, notes every violation and
 * gives the value as {@link Documents} has it, or null when it is wrong. One request's, one
 * thread's.
 */
final class ValueReader {

  private static final int MAX_CHOICES_TOLD = 60;

  private final ApiModel model;
  private final Violations violations;

  ValueReader(ApiModel model, Violations violations) {
    this.model = model;
    this.violations = violations;
  }

  Object read(String shapeName, Object value, String path) {
    Shape shape = model.shape(shapeName);
    return switch (shape.kind()) {
      case STRUCTURE -> structure(shape, value, path);
      case LIST -> list(shape, value, path);
      case MAP -> map(shape, value, path);
      case STRING -> string(shape, value, path);
      case INTEGER -> integer(shape, value, path);
      case FLOAT -> decimal(shape, value, path);
      case BOOLEAN -> value instanceof Boolean ? value : wrong(path, "must be true or false");
      case TIMESTAMP -> timestamp(shape, value, path);
    };
  }

  /**
   * Reads a value that came as text, in a path, a query or a header. Numbers and booleans are
   * spelled as in JSON.
   */
  Object readText(String shapeName, String text, String path) {
    Object value =
        switch (model.shape(shapeName).kind()) {
          case INTEGER -> text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
          case BOOLEAN ->
              switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> text;
              };
          default -> text;
        };
    return read(shapeName, value, path);
  }

  private Map<String, Object> structure(Shape shape, Object value, String path) {
    if (!(value instanceof Map<?, ?> members)) {
      violations.add(path, "must be an object");
      return null;
    }
    Map<String, Object> document = new LinkedHashMap<>();
    for (Shape.Member member : shape.members().values()) {
      String at = path + "." + member.name();
      Object it = members.get(member.locationName());
      if (it != null) {
        document.put(member.name(), read(member.shape(), it, at));
      } else if (shape.required().contains(member.name())) {
        violations.add(at, "is required");
      }
    }
    return document;
  }

  private List<Object> list(Shape shape, Object value, String path) {
    if (!(value instanceof List<?> elements)) {
      violations.add(path, "must be a list");
      return null;
    }
    size(shape, elements.size(), "elements", path);
    List<Object> document = new ArrayList<>();
    for (Object element : elements) {
      document.add(present(shape.element(), element, path + "[" + document.size() + "]"));
    }
    return document;
  }

  // entries are told by their place: the keys of all maps in the models may be sensitive
  private Map<String, Object> map(Shape shape, Object value, String path) {
    if (!(value instanceof Map<?, ?> entries)) {
      violations.add(path, "must be an object");
      return null;
    }
    size(shape, entries.size(), "entries", path);
    Map<String, Object> document = new LinkedHashMap<>();
    entries.forEach(
        (key, it) -> {
          String at = "[" + document.size() + "]";
          read(shape.key(), key, path + ".key" + at);
          document.put((String) key, present(shape.element(), it, path + ".value" + at));
        });
    return document;
  }

  private Object present(String shapeName, Object value, String path) {
    return value == null ? wrong(path, "must not be null") : read(shapeName, value, path);
  }

  private String string(Shape shape, Object value, String path) {
    if (!(value instanceof String text)) {
      violations.add(path, "must be a string");
      return null;
    }
    if (text.codePoints()
        .anyMatch(it -> Character.MIN_SURROGATE <= it && it <= Character.MAX_SURROGATE)) {
      // JSON can spell half a surrogate pair, but no store gives the same text back
      violations.add(path, "must be valid Unicode");
      return null;
    }
    boolean lengthFits = size(shape, text.codePointCount(0, text.length()), "characters", path);
    if (lengthFits && shape.pattern() != null && !shape.pattern().matches(text)) {
      violations.add(path, "must match the pattern " + shape.pattern().text());
    }
    if (!shape.choices().isEmpty() && !shape.choices().contains(text)) {
      violations.add(
          path,
          "must be one of "
              + shape.choices().stream().limit(MAX_CHOICES_TOLD).collect(Collectors.joining(", ")));
    }
    return text;
  }

  private Object integer(Shape shape, Object value, String path) {
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      if (number == (int) number) {
        range(shape, (int) number, path);
        return (int) number;
      }
    }
    return wrong(path, "must be an integer of 32 bits");
  }

  private Object decimal(Shape shape, Object value, String path) {
    if (!(value instanceof Number number) || !Float.isFinite(number.floatValue())) {
      return wrong(path, "must be a number of 32 bits");
    }
    range(shape, number.doubleValue(), path);
    return number.doubleValue();
  }

  private Object timestamp(Shape shape, Object value, String path) {
    try {
      if (shape.iso8601() && value instanceof String text) {
        return OffsetDateTime.parse(text).toInstant().toString();
      }
      // the bound keeps an exponent from making a number of a billion digits
      if (!shape.iso8601()
          && value instanceof Number number
          && Math.abs(number.doubleValue()) < 1e11) {
        return epochSeconds(number).toString();
      }
    } catch (DateTimeException notOne) {
      return wrong(path, "must be a time in ISO 8601 with an offset");
    }
    return wrong(
        path,
        shape.iso8601() ? "must be a time in ISO 8601 with an offset" : "must be epoch seconds");
  }

  private static Instant epochSeconds(Number number) {
    BigDecimal seconds = new BigDecimal(number.toString());
    long whole = seconds.longValue();
    long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
    return Instant.ofEpochSecond(whole, nanos);
  }

  private boolean size(Shape shape, int size, String unit, String path) {
    if (shape.min() != null && size < shape.min()) {
      violations.add(path, "must have at least " + shape.min().longValue() + " " + unit);
      return false;
    }
    if (shape.max() != null && size > shape.max()) {
      violations.add(path, "must have at most " + shape.max().longValue() + " " + unit);
      return false;
    }
    return true;
  }

  private void range(Shape shape, double number, String path) {
    if (shape.min() != null && number < shape.min()) {
      violations.add(path, "must be at least " + shape.min().longValue());
    }
    if (shape.max() != null && number > shape.max()) {
      violations.add(path, "must be at most " + shape.max().longValue());
    }
  }

  private Object wrong(String path, String rule) {
    violations.add(path, rule);
    return null;
  }
}
