package org.carillon.sma;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON object, read with patience: what is missing or of another type is empty. */
record JsonObject(Map<String, Object> members) {

  static JsonObject of(Object value) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put(String.valueOf(name), member));
    }
    return new JsonObject(members);
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  String text(String name) {
    Object value = members.get(name);
    return value == null || value instanceof Map || value instanceof List ? "" : value.toString();
  }

  /** A number, which may be written as a text. */
  long number(String name, long unless) {
    Object value = members.get(name);
    if (value instanceof Number number) {
      return number.longValue();
    }
    try {
      return value instanceof String text ? Long.parseLong(text.strip()) : unless;
    } catch (NumberFormatException notOne) {
      return unless;
    }
  }

  JsonObject object(String name) {
    return of(members.get(name));
  }

  List<JsonObject> objects(String name) {
    return members.get(name) instanceof List<?> list
        ? list.stream().map(JsonObject::of).toList()
        : List.of();
  }
}
