package org.carillon.core.calls;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads an action's parameters as leniently as functions in the field need (protocol facts 1.2):
 * numbers may come as text or as floats without a fraction, an empty text reads as absent where an
 * id is expected, unknown parameters are ignored.
 */
final class ActionParameters {

  private static final int MAX_NUMBER_LENGTH = 20;

  private final Map<?, ?> values;

  ActionParameters(Map<?, ?> values) {
    this.values = values;
  }

  /** Whether the parameter is there and not null. */
  boolean has(String name) {
    return values.get(name) != null;
  }

  /** A text; empty and null read as absent. */
  Optional<String> text(String name, ActionError wrong) throws InvalidActionException {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
    throw new InvalidActionException(wrong);
  }

  /** A text that must be there. */
  String requiredText(String name, ActionError wrong) throws InvalidActionException {
    return text(name, wrong).orElseThrow(() -> new InvalidActionException(wrong));
  }

  /** One of a few words; the first is the default. */
  String word(String name, List<String> words, ActionError wrong) throws InvalidActionException {
    String word = text(name, wrong).orElse(words.getFirst());
    if (!words.contains(word)) {
      throw new InvalidActionException(wrong);
    }
    return word;
  }

  /** A whole number; empty when absent. */
  OptionalInt integer(String name, ActionError wrong) throws InvalidActionException {
    Object value = values.get(name);
    if (value == null || "".equals(value)) {
      return OptionalInt.empty();
    }
    String text = String.valueOf(value).strip();
    if (!(value instanceof Number || value instanceof String)
        || text.length() > MAX_NUMBER_LENGTH) {
      throw new InvalidActionException(wrong);
    }
    try {
      return OptionalInt.of(new BigDecimal(text).intValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      throw new InvalidActionException(wrong);
    }
  }

  /** A whole number in a range; {@code absent} when it is not there. */
  int integer(String name, int least, int most, int absent, ActionError wrong)
      throws InvalidActionException {
    int value = integer(name, wrong).orElse(absent);
    if (value < least || value > most) {
      throw new InvalidActionException(wrong);
    }
    return value;
  }

  /** An object inside this one that must be there. */
  ActionParameters object(String name, ActionError wrong) throws InvalidActionException {
    if (values.get(name) instanceof Map<?, ?> map) {
      return new ActionParameters(map);
    }
    throw new InvalidActionException(wrong);
  }

  /** A list of texts; absent reads as empty. */
  List<String> texts(String name, int most, ActionError wrong) throws InvalidActionException {
    Object value = values.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || list.size() > most) {
      throw new InvalidActionException(wrong);
    }
    List<String> texts = new ArrayList<>(list.size());
    for (Object element : list) {
      if (!(element instanceof String text)) {
        throw new InvalidActionException(wrong);
      }
      texts.add(text);
    }
    return texts;
  }
}
