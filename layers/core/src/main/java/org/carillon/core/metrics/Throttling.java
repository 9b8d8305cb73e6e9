package org.carillon.core.metrics;

import org.carillon.core.routing.RouteDecision;

/** Which refusals are throttles: the account is limited, not the call wrong. */
public final class Throttling {

  private Throttling() {}

  /** Whether this refusal is one: too many calls a second, or at once. */
  public static boolean isOne(RouteDecision.Reject refusal) {
    return switch (refusal.reason()) {
      case TOO_MANY_CALLS, TOO_MANY_CALLS_AT_ONCE, TOO_MANY_CALLS_OF_ACCOUNT, NODE_FULL -> true;
      default -> false;
    };
  }
}
