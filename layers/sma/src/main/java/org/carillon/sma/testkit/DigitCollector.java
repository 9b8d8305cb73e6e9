package org.carillon.sma.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The digits of one PlayAudioAndGetDigits or SpeakAndGetDigits action. */
final class DigitCollector {

  /** What the keys that were pressed so far come to. */
  enum Verdict {
    WAITING,
    TAKEN,
    ASKED_AGAIN,
    GIVEN_UP
  }

  private final Pattern regex;
  private final int min;
  private final int max;
  private final List<?> terminators;
  private int attemptsLeft;
  private final StringBuilder digits = new StringBuilder();

  DigitCollector(Map<String, Object> parameters) {
    Object wanted = parameters.get("InputDigitsRegex");
    this.regex = Pattern.compile(wanted == null ? ".*" : wanted.toString());
    this.min = number(parameters, "MinNumberOfDigits", 0);
    this.max = number(parameters, "MaxNumberOfDigits", 128);
    this.terminators =
        parameters.get("TerminatorDigits") instanceof List<?> list ? list : List.of("#");
    this.attemptsLeft = number(parameters, "Repeat", 1);
  }

  private static int number(Map<String, Object> parameters, String name, int unless) {
    Object value = parameters.get(name);
    return value == null ? unless : Integer.parseInt(value.toString());
  }

  /** A key is pressed. */
  Verdict press(char key) {
    if (terminators.contains(String.valueOf(key))) {
      return judge();
    }
    digits.append(key);
    return digits.length() >= max ? judge() : Verdict.WAITING;
  }

  /** No key is pressed any more. */
  Verdict timeout() {
    return judge();
  }

  private Verdict judge() {
    boolean right =
        digits.length() >= Math.max(min, 1)
            && digits.length() <= max
            && regex.matcher(digits).matches();
    if (right) {
      return Verdict.TAKEN;
    }
    digits.setLength(0);
    attemptsLeft--;
    return attemptsLeft > 0 ? Verdict.ASKED_AGAIN : Verdict.GIVEN_UP;
  }

  String digits() {
    return digits.toString();
  }

  /** Whether a ReceiveDigits regex is met by these keys. */
  static Optional<String> match(String regex, String keys) {
    return Pattern.compile(regex).matcher(keys).matches() ? Optional.of(keys) : Optional.empty();
  }
}
