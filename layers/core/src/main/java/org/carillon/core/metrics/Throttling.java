package org.carillon.core.metrics;

import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision;

/** Which refusals are throttles: the account is limited, not the call wrong. */
public final class Throttling {

  private Throttling() {}

  /** Whether this refusal is one: too many calls a second, or at once. */
  public static boolean isOne(RouteDecision.Reject refusal) {
    return refusal.reason() == RejectReason.TOO_MANY_CALLS;
  }
}
