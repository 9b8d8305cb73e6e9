package org.carillon.core.calls;

import java.util.Set;

/** {@code Hangup}: ends a leg, or refuses it while it rings. */
final class HangupAction implements Action {

  private static final Set<Integer> STATUSES = Set.of(0, 480, 486);

  private static final ActionError SIP_RESPONSE_CODE = DigitParameters.invalid("SipResponseCode");

  @Override
  public String type() {
    return "Hangup";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    int status = parameters.integer("SipResponseCode", SIP_RESPONSE_CODE).orElse(0);
    if (!STATUSES.contains(status)) {
      throw parameters.wrong("SipResponseCode", "0, 480 or 486", SIP_RESPONSE_CODE);
    }
    return new MediaCommand.Hangup(on.leg(), status);
  }
}
