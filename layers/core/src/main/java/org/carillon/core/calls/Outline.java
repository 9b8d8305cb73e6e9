package org.carillon.core.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;

/**
 * What may be logged of a function's answer: the names of its fields and the kinds of their values.
 * Values are PINs, tokens and what people say as often as not, so they are left out; those that the
 * contract gives a fixed set of stay, since most mistakes are there.
 */
final class Outline {
  private static final Set<String> SHOWN = Set.of("SchemaVersion", "Type", "statusCode");
  private static final int MOST_FIELDS = 20;
  private static final int MOST_DEPTH = 4;
  private static final int MOST_READ = 64 * 1024;

  private Outline() {}

  static String of(byte[] payload) {
    if (payload.length > MOST_READ) {
      return payload.length + " bytes";
    }
    try {
      return of("", Json.read(payload), 0);
    } catch (JsonException e) {
      return payload.length + " bytes that are not JSON";
    }
  }

  private static String of(String name, Object value, int depth) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map when !map.isEmpty() -> depth == MOST_DEPTH ? "{...}" : fields(map, depth);
      case Map<?, ?> _ -> "{}";
      case List<?> list when !list.isEmpty() -> depth == MOST_DEPTH ? "[...]" : all(list, depth);
      case List<?> _ -> "[]";
      case Boolean truth -> truth.toString();
      case String text when SHOWN.contains(name) -> "\"" + Texts.excerpt(text, 64) + "\"";
      case String text -> text.isEmpty() ? "\"\"" : "\"...\"";
      case Number number -> SHOWN.contains(name) ? number.toString() : "number";
      default -> "...";
    };
  }

  private static String fields(Map<?, ?> map, int depth) {
    List<String> shown = new ArrayList<>();
    for (Map.Entry<?, ?> field : map.entrySet()) {
      if (shown.size() == MOST_FIELDS) {
        shown.add("...");
        break;
      }
      String name = Texts.excerpt(field.getKey().toString(), 64);
      shown.add("\"" + name + "\":" + of(name, field.getValue(), depth + 1));
    }
    return "{" + String.join(",", shown) + "}";
  }

  private static String all(List<?> list, int depth) {
    List<String> shown = new ArrayList<>();
    for (Object element : list.subList(0, Math.min(list.size(), MOST_FIELDS))) {
      shown.add(of("", element, depth + 1));
    }
    if (list.size() > MOST_FIELDS) {
      shown.add("...");
    }
    return "[" + String.join(",", shown) + "]";
  }
}
