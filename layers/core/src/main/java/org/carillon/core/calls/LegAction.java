package org.carillon.core.calls;

import java.util.function.Function;

/**
 * An action that has no parameter but its leg.
 *
 * @param type its {@code Type}
 * @param commandOn what is done on a leg
 */
record LegAction(String type, Function<String, MediaCommand> commandOn) implements Action {

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on) {
    return commandOn.apply(on.leg());
  }
}
