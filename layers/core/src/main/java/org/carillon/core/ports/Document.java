package org.carillon.core.ports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rule for documents that a store or a stream keeps, the same for every adapter.
 *
 * <p>A document is what both JSON and DynamoDB can hold without loss: {@code String}, {@code
 * Boolean}, {@code Long}, {@code Double}, {@code List}, {@code Map} of the same, or {@code null}.
 * The order of a map's members is not kept by every adapter.
 */
public final class Document {

  /** Most bytes of one document, counted as DynamoDB does (its own limit is 400 KB an item). */
  public static final int MAX_BYTES = 380_000;

  /** Deepest nesting (DynamoDB takes 32 levels, the item itself among them). */
  public static final int MAX_DEPTH = 30;

  // DynamoDB numbers: 38 digits, magnitude 1E-130 to 9.99E+125.
  private static final double LARGEST_NUMBER = 9.9e125;
  private static final double SMALLEST_NUMBER = 1e-130;

  private static final int NUMBER_BYTES = 11;

  private long bytes;

  private Document() {}

  /**
   * A checked copy that cannot be changed: whole numbers of every Java type become {@code Long}
   * (also a {@code Double} without a fraction that fits), other numbers {@code Double}.
   *
   * @throws IllegalArgumentException when a value is of another type, a name is empty, a number is
   *     not finite or out of DynamoDB's range, text is not valid Unicode, or the document is too
   *     deep or too large
   */
  public static Map<String, Object> copyOf(Map<String, ?> body) {
    return new Document().map(body, 1);
  }

  /** Bytes of a document that {@link #copyOf} gave, counted as DynamoDB does, from above. */
  static long bytes(Object value) {
    return switch (value) {
      case null -> 0;
      case String text -> utf8Length(text);
      case Map<?, ?> map -> {
        long bytes = 3;
        for (Map.Entry<?, ?> member : map.entrySet()) {
          bytes += utf8Length((String) member.getKey()) + 1 + bytes(member.getValue());
        }
        yield bytes;
      }
      case List<?> list -> {
        long bytes = 3;
        for (Object element : list) {
          bytes += 1 + bytes(element);
        }
        yield bytes;
      }
      case Boolean _ -> 0;
      default -> NUMBER_BYTES;
    };
  }

  private Map<String, Object> map(Map<?, ?> map, int depth) {
    deeper(depth);
    Map<String, Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
    for (Map.Entry<?, ?> member : map.entrySet()) {
      if (!(member.getKey() instanceof String name)) {
        throw new IllegalArgumentException("a document's member name is text: " + member.getKey());
      }
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a document's member name is not empty");
      }
      count(utf8Length(name));
      copy.put(name, value(member.getValue(), depth));
    }
    return Collections.unmodifiableMap(copy);
  }

  private List<Object> list(List<?> list, int depth) {
    deeper(depth);
    List<Object> copy = new ArrayList<>(list.size());
    for (Object element : list) {
      copy.add(value(element, depth));
    }
    return Collections.unmodifiableList(copy);
  }

  private Object value(Object value, int depth) {
    count(1);
    return switch (value) {
      case null -> null;
      case String text -> {
        count(utf8Length(text));
        yield text;
      }
      case Boolean flag -> flag;
      case Long number -> number(number);
      case Integer number -> number(number.longValue());
      case Short number -> number(number.longValue());
      case Byte number -> number(number.longValue());
      case Double number -> number(number);
      case Float number -> number(number.doubleValue());
      case List<?> list -> list(list, depth + 1);
      case Map<?, ?> map -> map(map, depth + 1);
      default ->
          throw new IllegalArgumentException("not a document value: " + value.getClass().getName());
    };
  }

  private Long number(long number) {
    count(NUMBER_BYTES);
    return number;
  }

  private Object number(double number) {
    count(NUMBER_BYTES);
    if (number == Math.rint(number) && Math.abs(number) < 0x1p63) {
      return (long) number;
    }
    double magnitude = Math.abs(number);
    if (!(magnitude >= SMALLEST_NUMBER && magnitude <= LARGEST_NUMBER)) {
      throw new IllegalArgumentException("a number that no store holds: " + number);
    }
    return number;
  }

  private void deeper(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("a document nests at most " + MAX_DEPTH + " levels");
    }
    count(3);
  }

  private void count(int more) {
    bytes += more;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException("a document has at most " + MAX_BYTES + " bytes");
    }
  }

  /**
   * Bytes of a text in UTF-8.
   *
   * @throws IllegalArgumentException when half a surrogate pair is missing: no store would give the
   *     same text back
   */
  static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        length++;
      } else if (c < 0x800) {
        length += 2;
      } else if (!Character.isSurrogate(c)) {
        length += 3;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        length += 4;
        i++;
      } else {
        throw new IllegalArgumentException("not valid Unicode: half a surrogate pair");
      }
    }
    return length;
  }
}
