package org.carillon.core.calls;

import java.time.Duration;
import java.util.Optional;

/** How digits are collected: what PlayAudioAndGetDigits and SpeakAndGetDigits share. */
final class DigitParameters {

  private static final int MOST_DIGITS = 128;
  private static final String DEFAULT_TERMINATOR = "#";

  private static final ActionError REGEX = invalid("InputDigitsRegex");
  private static final ActionError MIN = invalid("MinNumberOfDigits");
  private static final ActionError MAX = invalid("MaxNumberOfDigits");
  private static final ActionError TERMINATORS = invalid("TerminatorDigits");
  private static final ActionError BETWEEN = invalid("InBetweenDigitsDurationInMilliseconds");
  private static final ActionError REPEAT = invalid("Repeat");
  private static final ActionError REPEAT_DURATION = invalid("RepeatDurationInMilliseconds");

  private DigitParameters() {}

  /** The command with these prompts. */
  static MediaCommand.GetDigits read(
      ActionParameters parameters,
      MediaCommand.Prompt prompt,
      Optional<MediaCommand.Prompt> failurePrompt)
      throws InvalidActionException {
    int min = parameters.integer("MinNumberOfDigits", 0, MOST_DIGITS, 0, MIN);
    int max = parameters.integer("MaxNumberOfDigits", 1, MOST_DIGITS, MOST_DIGITS, MAX);
    if (max < min) {
      throw parameters.wrong("MaxNumberOfDigits", "at least MinNumberOfDigits", MAX);
    }
    String terminators =
        parameters.has("TerminatorDigits")
            ? parameters.keys("TerminatorDigits", TERMINATORS)
            : DEFAULT_TERMINATOR;
    int timeout =
        parameters.requiredInteger(
            "RepeatDurationInMilliseconds", 1, Integer.MAX_VALUE, REPEAT_DURATION);
    int between =
        parameters.integer(
            "InBetweenDigitsDurationInMilliseconds", 1, Integer.MAX_VALUE, timeout, BETWEEN);
    Optional<String> regex = parameters.text("InputDigitsRegex", REGEX);
    if (regex.isPresent()) {
      check(parameters, regex.get());
    }
    return new MediaCommand.GetDigits(
        prompt.callId(),
        prompt,
        failurePrompt,
        regex,
        min,
        max,
        terminators,
        Duration.ofMillis(between),
        parameters.integer("Repeat", 1, Integer.MAX_VALUE, 1, REPEAT),
        Duration.ofMillis(timeout));
  }

  /** A regular expression that must be there. */
  static String requiredRegex(ActionParameters parameters) throws InvalidActionException {
    String regex = parameters.requiredText("InputDigitsRegex", REGEX);
    check(parameters, regex);
    return regex;
  }

  private static void check(ActionParameters parameters, String regex)
      throws InvalidActionException {
    try {
      var _ = DigitsRegex.of(regex);
    } catch (IllegalArgumentException e) {
      throw parameters.wrong(
          "InputDigitsRegex", "a regular expression (" + e.getMessage() + ")", REGEX);
    }
  }

  static ActionError invalid(String parameter) {
    return ActionError.invalidParameter("The " + parameter + " parameter is invalid.");
  }
}
