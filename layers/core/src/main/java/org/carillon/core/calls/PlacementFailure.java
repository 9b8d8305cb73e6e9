package org.carillon.core.calls;

import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision;

/** What the function of a CallAndBridge is told when routing knows no way (S6, facts 1.6). */
public final class PlacementFailure {

  private PlacementFailure() {}

  /**
   * @param decision anything but a way to a trunk
   * @return an error that says why where the function can do something about it
   */
  public static ActionError of(RouteDecision decision) {
    return decision instanceof RouteDecision.Reject reject ? of(reject) : ActionError.SYSTEM;
  }

  private static ActionError of(RouteDecision.Reject reject) {
    RejectReason reason = reject.reason();
    return switch (reason) {
      case NOT_E164, NOT_SIP_URI, UNKNOWN_CONNECTOR ->
          ActionError.invalidParameter("Endpoint parameter is invalid.");
      case NO_ORIGINATION, CALLER_NOT_APPROVED ->
          ActionError.invalidParameter(reject.cdrReason() + ".");
      default -> new ActionError("SystemException", reject.cdrReason() + ".");
    };
  }
}
