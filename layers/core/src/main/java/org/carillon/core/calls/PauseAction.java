package org.carillon.core.calls;

import java.time.Duration;

/** {@code Pause}: waits. */
final class PauseAction implements Action {

  private static final int SHORTEST_MILLIS = 100;
  private static final int LONGEST_MILLIS = 30_000;

  private static final ActionError DURATION = DigitParameters.invalid("Duration");

  @Override
  public String type() {
    return "Pause";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    int millis =
        parameters.requiredInteger(
            "DurationInMilliseconds", SHORTEST_MILLIS, LONGEST_MILLIS, DURATION);
    return new MediaCommand.Pause(on.leg(), Duration.ofMillis(millis));
  }
}
