package org.carillon.core.calls;

/**
 * An action of the contract that this version cannot do: the function gets ACTION_FAILED, so it can
 * go another way.
 */
record UnavailableAction(String type) implements Action {

  @Override
  public MediaCommand command(ActionParameters parameters, String leg)
      throws InvalidActionException {
    throw new InvalidActionException(
        new ActionError(
            "NotImplementedException",
            "The action " + type + " is not available in this version of Carillon."));
  }
}
