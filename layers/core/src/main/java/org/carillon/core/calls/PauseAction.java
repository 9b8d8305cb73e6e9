package org.carillon.core.calls;

import java.time.Duration;

/** {@code Pause}: waits. */
final class PauseAction implements Action {

  private static final int SHORTEST_MILLIS = 100;
  private static final int LONGEST_MILLIS = 30_000;
  private static final int MISSING = 0;

  private static final ActionError DURATION =
      ActionError.invalidParameter("The Duration parameter is invalid.");

  @Override
  public String type() {
    return "Pause";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, String leg)
      throws InvalidActionException {
    int millis =
        parameters.integer(
            "DurationInMilliseconds", SHORTEST_MILLIS, LONGEST_MILLIS, MISSING, DURATION);
    return new MediaCommand.Pause(leg, Duration.ofMillis(millis));
  }
}
