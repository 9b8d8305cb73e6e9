package org.carillon.core.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.Reject;
import org.carillon.core.routing.RouteDecision.ToTrunk;

/**
 * The calls through connectors that one media node has now, within the account's quotas (O8). Safe
 * for use by many threads; guarded by itself.
 */
public final class ActiveCalls {

  private final Map<String, Integer> ofConnectors = new HashMap<>();
  private int all;

  /**
   * Counts a call in, unless there are too many. Calls to emergency services are never too many.
   *
   * @return why not; empty when it was counted, and then {@link #end} counts it out
   */
  public synchronized Optional<Reject> begin(ToTrunk call) {
    int here = ofConnectors.getOrDefault(call.voiceConnectorId(), 0);
    if (!call.emergency() && all >= call.limits().ofAccount()) {
      return Optional.of(refuse(RejectReason.TOO_MANY_CALLS_OF_ACCOUNT, call));
    }
    if (!call.emergency() && here >= call.limits().ofConnector()) {
      return Optional.of(refuse(RejectReason.TOO_MANY_CALLS_AT_ONCE, call));
    }
    ofConnectors.put(call.voiceConnectorId(), here + 1);
    all++;
    return Optional.empty();
  }

  /** A call that was counted in is over. */
  public synchronized void end(ToTrunk call) {
    ofConnectors.computeIfPresent(
        call.voiceConnectorId(), (id, count) -> count == 1 ? null : count - 1);
    all--;
  }

  private static Reject refuse(RejectReason reason, ToTrunk call) {
    return reason.reject(
        call.voiceConnectorId(), call.direction(), Optional.of(call.voiceConnectorId()));
  }

  /** The refusal of any call, because the node has as many as it takes. */
  public static Reject nodeIsFull(String sipCallId) {
    return RejectReason.NODE_FULL.reject(sipCallId, CallDirection.INBOUND, Optional.empty());
  }
}
