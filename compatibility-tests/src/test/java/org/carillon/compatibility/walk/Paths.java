package org.carillon.compatibility.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks into an answer: {@code A.B}, {@code A[0].B}, {@code A[].B} (of all elements, as a list),
 * {@code A.#} (how many).
 */
final class Paths {

  private Paths() {}

  /** What is there, or null. */
  static Object at(Object document, String path) {
    Object at = document;
    String[] parts = path.replace("[", ".[").split("\\.");
    for (int i = 0; i < parts.length && at != null; i++) {
      String part = parts[i];
      if (part.equals("#")) {
        at = at instanceof Map<?, ?> map ? map.size() : ((List<?>) at).size();
      } else if (part.equals("[]")) {
        String rest = String.join(".", List.of(parts).subList(i + 1, parts.length));
        List<Object> all = new ArrayList<>();
        ((List<?>) at).forEach(it -> all.add(rest.isEmpty() ? it : at(it, rest)));
        return all;
      } else if (part.startsWith("[")) {
        int index = Integer.parseInt(part.substring(1, part.length() - 1));
        at = index < ((List<?>) at).size() ? ((List<?>) at).get(index) : null;
      } else {
        at = at instanceof Map<?, ?> map ? map.get(part) : null;
      }
    }
    return at;
  }
}
