package org.carillon.core.documents;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Typed, strict reading of one document. Every reader throws {@link DocumentException} naming the
 * field's path when the value is missing or of another type. Unknown fields are ignored, so that an
 * older reader takes a newer document.
 */
public final class Fields {

  private final Map<?, ?> document;
  private final String path;

  private Fields(Map<?, ?> document, String path) {
    this.document = document;
    this.path = path;
  }

  /**
   * @param document the document to read
   * @param name what it is, for error messages
   */
  public static Fields of(Map<String, Object> document, String name) {
    return new Fields(document, name);
  }

  /** A text that must be there. */
  public String text(String name) {
    return optionalText(name).orElseThrow(() -> wrong(name, "a text"));
  }

  /** A text, if there is one. */
  public Optional<String> optionalText(String name) {
    Object value = document.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw wrong(name, "a text");
  }

  /** A whole number that fits an {@code int}. */
  public int integer(String name) {
    long value = wholeNumber(name);
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw wrong(name, "a whole number of 32 bits");
    }
    return (int) value;
  }

  /** A whole number. */
  public long wholeNumber(String name) {
    if (document.get(name) instanceof Number number
        && number.doubleValue() == Math.rint(number.doubleValue())) {
      return number.longValue();
    }
    throw wrong(name, "a whole number");
  }

  /** True or false. */
  public boolean flag(String name) {
    if (document.get(name) instanceof Boolean value) {
      return value;
    }
    throw wrong(name, "true or false");
  }

  /** A moment in ISO 8601 form. */
  public Instant moment(String name) {
    return optionalMoment(name).orElseThrow(() -> wrong(name, "a moment as 2025-01-31T12:00:00Z"));
  }

  /** A moment in ISO 8601 form, if there is one. */
  public Optional<Instant> optionalMoment(String name) {
    return optionalText(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeException e) {
                throw wrong(name, "a moment as 2025-01-31T12:00:00Z");
              }
            });
  }

  /** One of an enum's constants, by its name. */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw wrong(name, "one of " + List.of(type.getEnumConstants()));
  }

  /** A document inside this one that must be there. */
  public Fields document(String name) {
    return new Fields(map(name), path + "." + name);
  }

  /** Any JSON object, as it stands; absent reads as none. */
  public Optional<Map<String, Object>> optionalObject(String name) {
    return document.get(name) == null ? Optional.empty() : Optional.of(copy(map(name)));
  }

  /** A map of texts; absent reads as empty. */
  public Map<String, String> texts(String name) {
    if (document.get(name) == null) {
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    map(name)
        .forEach(
            (key, value) -> {
              if (!(key instanceof String textKey) || !(value instanceof String text)) {
                throw wrong(name, "a map of texts");
              }
              texts.put(textKey, text);
            });
    return texts;
  }

  /** A list of documents that must be there. */
  public List<Fields> documents(String name) {
    if (!(document.get(name) instanceof List<?> list)) {
      throw wrong(name, "a list of objects");
    }
    List<Fields> documents = new ArrayList<>(list.size());
    for (Object element : list) {
      if (!(element instanceof Map<?, ?> map)) {
        throw wrong(name, "a list of objects");
      }
      documents.add(new Fields(map, path + "." + name + "[" + documents.size() + "]"));
    }
    return documents;
  }

  /** A list of texts; absent reads as empty. */
  public List<String> textList(String name) {
    Object value = document.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw wrong(name, "a list of texts");
  }

  /** A whole number that fits an {@code int}, or this one when it is absent. */
  public int integer(String name, int absent) {
    return document.get(name) == null ? absent : integer(name);
  }

  /** True or false, or this when it is absent. */
  public boolean flag(String name, boolean absent) {
    return document.get(name) == null ? absent : flag(name);
  }

  /** Whether there is such a field. */
  public boolean has(String name) {
    return document.get(name) != null;
  }

  /** The error that says this field is wrong. */
  public DocumentException wrong(String name, String rule) {
    return new DocumentException(path + "." + name + " must be " + rule + ".");
  }

  private Map<?, ?> map(String name) {
    if (document.get(name) instanceof Map<?, ?> map) {
      return map;
    }
    throw wrong(name, "an object");
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }
}
