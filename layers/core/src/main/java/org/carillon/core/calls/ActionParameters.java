package org.carillon.core.calls;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads an action's parameters as leniently as functions in the field need (protocol facts 1.2):
 * numbers may come as text or as floats without a fraction, true and false as text, an empty text
 * reads as absent where an id is expected, unknown parameters are ignored.
 */
final class ActionParameters {

  private static final int MAX_NUMBER_LENGTH = 20;

  private final Map<?, ?> values;
  private final String path;

  ActionParameters(Map<?, ?> values) {
    this(values, "Parameters");
  }

  private ActionParameters(Map<?, ?> values, String path) {
    this.values = values;
    this.path = path;
  }

  /** All of them, unread. */
  Map<String, Object> asSent() {
    Map<String, Object> all = new LinkedHashMap<>();
    values.forEach((name, value) -> all.put((String) name, value));
    return all;
  }

  /** Whether the parameter is there and not null. */
  boolean has(String name) {
    return values.get(name) != null;
  }

  /** What to throw when a parameter breaks a rule. */
  InvalidActionException wrong(String name, String rule, ActionError error) {
    return new InvalidActionException(error, path + "." + name + " must be " + rule + ".");
  }

  /** A text; empty and null read as absent. */
  Optional<String> text(String name, ActionError error) throws InvalidActionException {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
    throw wrong(name, "a text", error);
  }

  /** A text that must be there. */
  String requiredText(String name, ActionError error) throws InvalidActionException {
    return text(name, error).orElseThrow(() -> wrong(name, "there, a text", error));
  }

  /** A text of at most so many characters that must be there. */
  String requiredText(String name, int most, ActionError error) throws InvalidActionException {
    String text = requiredText(name, error);
    if (text.length() > most) {
      throw wrong(name, "of at most " + most + " characters", error);
    }
    return text;
  }

  /** One of a few words; the first is the default. */
  String word(String name, List<String> words, ActionError error) throws InvalidActionException {
    return requiredWord(name, words, text(name, error).orElse(words.getFirst()), error);
  }

  /** One of a few words that must be there. */
  String requiredWord(String name, List<String> words, ActionError error)
      throws InvalidActionException {
    return requiredWord(name, words, text(name, error).orElse(""), error);
  }

  private String requiredWord(String name, List<String> words, String word, ActionError error)
      throws InvalidActionException {
    if (!words.contains(word)) {
      throw wrong(name, "one of " + String.join(", ", words), error);
    }
    return word;
  }

  /** A whole number; empty when absent. */
  OptionalInt integer(String name, ActionError error) throws InvalidActionException {
    Object value = values.get(name);
    if (value == null || "".equals(value)) {
      return OptionalInt.empty();
    }
    String text = String.valueOf(value).strip();
    if (!(value instanceof Number || value instanceof String)
        || text.length() > MAX_NUMBER_LENGTH) {
      throw wrong(name, "a whole number", error);
    }
    try {
      return OptionalInt.of(new BigDecimal(text).intValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(name, "a whole number", error);
    }
  }

  /** A whole number in a range; {@code absent} when it is not there. */
  int integer(String name, int least, int most, int absent, ActionError error)
      throws InvalidActionException {
    int value = integer(name, error).orElse(absent);
    if (value < least || value > most) {
      String upTo = most == Integer.MAX_VALUE ? "" : " and at most " + most;
      throw wrong(name, "a whole number, at least " + least + upTo, error);
    }
    return value;
  }

  /** A whole number in a range that must be there. */
  int requiredInteger(String name, int least, int most, ActionError error)
      throws InvalidActionException {
    return integer(name, least, most, least - 1, error);
  }

  /** True or false, if it is there. */
  Optional<Boolean> flag(String name, ActionError error) throws InvalidActionException {
    Object value = values.get(name);
    if (value == null || "".equals(value)) {
      return Optional.empty();
    }
    if (value instanceof Boolean flag) {
      return Optional.of(flag);
    }
    if (value instanceof String text
        && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
      return Optional.of(text.equalsIgnoreCase("true"));
    }
    throw wrong(name, "true or false", error);
  }

  /** An object inside this one that must be there. */
  ActionParameters object(String name, ActionError error) throws InvalidActionException {
    return optionalObject(name, error).orElseThrow(() -> wrong(name, "there, an object", error));
  }

  /** An object inside this one, if there is one. */
  Optional<ActionParameters> optionalObject(String name, ActionError error)
      throws InvalidActionException {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Map<?, ?> map) {
      return Optional.of(new ActionParameters(map, path + "." + name));
    }
    throw wrong(name, "an object", error);
  }

  /** A list of objects; absent reads as empty. */
  List<ActionParameters> objects(String name, int most, ActionError error)
      throws InvalidActionException {
    List<ActionParameters> objects = new ArrayList<>();
    for (Object element : list(name, most, error)) {
      if (!(element instanceof Map<?, ?> map)) {
        throw wrong(name, "a list of objects", error);
      }
      objects.add(new ActionParameters(map, path + "." + name + "[" + objects.size() + "]"));
    }
    return objects;
  }

  /** A list of texts; absent reads as empty, a text as a list of one. */
  List<String> texts(String name, int most, ActionError error) throws InvalidActionException {
    if (values.get(name) instanceof String text) {
      return text.isEmpty() ? List.of() : List.of(text);
    }
    List<String> texts = new ArrayList<>();
    for (Object element : list(name, most, error)) {
      if (!(element instanceof String text)) {
        throw wrong(name, "a list of texts", error);
      }
      texts.add(text);
    }
    return texts;
  }

  /** Keys of a telephone, {@code 0123456789#*}, in a list of texts; absent reads as none. */
  String keys(String name, ActionError error) throws InvalidActionException {
    String keys = String.join("", texts(name, 12, error));
    if (keys.length() > 12 || !keys.matches("[0-9#*]*")) {
      throw wrong(name, "a list of at most 12 keys of 0 to 9, # and *", error);
    }
    return keys;
  }

  /** An object of texts; absent reads as empty. */
  Map<String, String> textMap(String name, ActionError error) throws InvalidActionException {
    Map<String, String> texts = new LinkedHashMap<>();
    Optional<ActionParameters> object = optionalObject(name, error);
    if (object.isPresent()) {
      for (Map.Entry<?, ?> entry : object.get().values.entrySet()) {
        if (!(entry.getValue() instanceof String text)) {
          throw wrong(name, "an object of texts", error);
        }
        texts.put(String.valueOf(entry.getKey()), text);
      }
    }
    return texts;
  }

  /** Everything in here, as it came. */
  Map<String, Object> asItCame() {
    Map<String, Object> copy = new LinkedHashMap<>();
    values.forEach((name, value) -> copy.put(String.valueOf(name), value));
    return copy;
  }

  private List<?> list(String name, int most, ActionError error) throws InvalidActionException {
    Object value = values.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list && list.size() <= most) {
      return list;
    }
    throw wrong(name, "a list of at most " + most, error);
  }
}
