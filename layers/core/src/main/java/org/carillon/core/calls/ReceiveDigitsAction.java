package org.carillon.core.calls;

import java.time.Duration;

/**
 * {@code ReceiveDigits}: listens for digits while other actions run. Whether the flush time must be
 * the longer or the shorter one is documented both ways; both are taken.
 */
final class ReceiveDigitsAction implements Action {

  @Override
  public String type() {
    return "ReceiveDigits";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    return new MediaCommand.ReceiveDigits(
        on.leg(),
        DigitParameters.requiredRegex(parameters),
        millis(parameters, "InBetweenDigitsDurationInMilliseconds"),
        millis(parameters, "FlushDigitsDurationInMilliseconds"),
        parameters.asSent());
  }

  private static Duration millis(ActionParameters parameters, String name)
      throws InvalidActionException {
    return Duration.ofMillis(
        parameters.requiredInteger(name, 1, Integer.MAX_VALUE, DigitParameters.invalid(name)));
  }
}
