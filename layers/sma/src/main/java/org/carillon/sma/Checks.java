package org.carillon.sma;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The limits of actions' parameters, as the service's documentation states them. */
final class Checks {
  private static final Pattern KEYS = Pattern.compile("[0-9*#]");

  private Checks() {}

  static void that(boolean holds, String action, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(action + ": " + rule);
    }
  }

  static void given(String value, String action, String name) {
    that(value != null && !value.isEmpty(), action, name + " is needed");
  }

  static void within(long value, long least, long most, String action, String name) {
    that(
        value >= least && value <= most,
        action,
        name + " is " + least + " to " + most + ", not " + value);
  }

  static void bytes(String value, int most, String action, String name) {
    that(
        value.getBytes(StandardCharsets.UTF_8).length <= most,
        action,
        name + " has at most " + most + " bytes");
  }

  static void keys(Iterable<String> keys, String action, String name) {
    for (String key : keys) {
      that(KEYS.matcher(key).matches(), action, name + " are digits, # or *, not '" + key + "'");
    }
  }

  static void regex(String regex, String action) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          action + ": InputDigitsRegex is no regular expression: " + wrong.getDescription(), wrong);
    }
  }
}
