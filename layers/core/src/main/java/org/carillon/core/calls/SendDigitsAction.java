package org.carillon.core.calls;

import java.time.Duration;

/** {@code SendDigits}: sends DTMF to a leg. */
final class SendDigitsAction implements Action {

  private static final int SHORTEST_MILLIS = 50;
  private static final int LONGEST_MILLIS = 24_000;
  private static final int DEFAULT_MILLIS = 250;

  private static final ActionError DIGITS =
      ActionError.invalidParameter("Digits parameter value is invalid.");
  private static final ActionError TONE =
      ActionError.invalidParameter("ToneDuration parameter value is invalid.");

  @Override
  public String type() {
    return "SendDigits";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    String digits = parameters.requiredText("Digits", DIGITS);
    if (!digits.matches("[0-9*#A-D,]{1,50}")) {
      throw parameters.wrong("Digits", "1 to 50 of 0 to 9, *, #, A to D and commas", DIGITS);
    }
    int millis =
        parameters.integer(
            "ToneDurationInMilliseconds", SHORTEST_MILLIS, LONGEST_MILLIS, DEFAULT_MILLIS, TONE);
    return new MediaCommand.SendDigits(on.leg(), digits, Duration.ofMillis(millis));
  }
}
