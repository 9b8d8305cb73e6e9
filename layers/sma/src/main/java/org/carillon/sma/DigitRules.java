package org.carillon.sma;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which digits an action takes, and how long it waits for them.
 *
 * @param regex what they must match; empty: anything
 * @param min how many at least
 * @param max how many at most, 1 to 128: with so many the caller is done
 * @param terminators keys that end the input; they are not part of it
 * @param betweenDigits the longest pause between two keys; zero: as {@code timeout}
 * @param attempts how often the caller is asked, at least 1
 * @param timeout how long each attempt waits for the first key
 */
public record DigitRules(
    String regex,
    int min,
    int max,
    List<String> terminators,
    Duration betweenDigits,
    int attempts,
    Duration timeout) {

  private static final String ACTION = "GetDigits";

  public DigitRules {
    terminators = List.copyOf(terminators);
    Checks.regex(regex, ACTION);
    Checks.within(min, 0, 128, ACTION, "MinNumberOfDigits");
    Checks.within(max, 1, 128, ACTION, "MaxNumberOfDigits");
    Checks.that(max >= min, ACTION, "MaxNumberOfDigits is not less than MinNumberOfDigits");
    Checks.keys(terminators, ACTION, "TerminatorDigits");
    Checks.that(attempts >= 1, ACTION, "Repeat is at least 1");
    Checks.that(timeout.isPositive(), ACTION, "RepeatDurationInMilliseconds is more than 0");
    Checks.that(
        !betweenDigits.isNegative(), ACTION, "InBetweenDigitsDurationInMilliseconds is not < 0");
  }

  /** Exactly so many digits, asked for three times, each time ten seconds. */
  public static DigitRules exactly(int digits) {
    return new DigitRules(
        "^\\d{" + digits + "}$",
        digits,
        digits,
        List.of("#"),
        Duration.ofSeconds(5),
        3,
        Duration.ofSeconds(10));
  }

  /** One of these keys, asked for three times, each time ten seconds. */
  public static DigitRules oneOf(String keys) {
    Checks.given(keys, ACTION, "keys");
    Checks.keys(List.of(keys.split("")), ACTION, "keys");
    return new DigitRules(
        "^[" + keys + "]$", 1, 1, List.of(), Duration.ofSeconds(5), 3, Duration.ofSeconds(10));
  }

  /** The same with another number of attempts. */
  public DigitRules attempts(int number) {
    return new DigitRules(regex, min, max, terminators, betweenDigits, number, timeout);
  }

  void put(Map<String, Object> parameters) {
    if (!regex.isEmpty()) {
      parameters.put("InputDigitsRegex", regex);
    }
    parameters.put("MinNumberOfDigits", min);
    parameters.put("MaxNumberOfDigits", max);
    parameters.put("TerminatorDigits", terminators);
    if (betweenDigits.isPositive()) {
      parameters.put("InBetweenDigitsDurationInMilliseconds", betweenDigits.toMillis());
    }
    parameters.put("Repeat", attempts);
    parameters.put("RepeatDurationInMilliseconds", timeout.toMillis());
  }
}
