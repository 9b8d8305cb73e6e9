package org.carillon.core.routing;

import java.util.Map;
import java.util.Optional;
import org.carillon.core.records.CallDirection;

/**
 * "Where does this call go?" Asked by a media node for each new INVITE. {@link Routing} answers in
 * the same JVM; {@code functions/sip-rule-dispatch} answers the same over Lambda.
 */
@FunctionalInterface
public interface RoutingQuestion {

  /**
   * @param facts what is known of the INVITE
   * @return the way; a refusal is an answer, never an exception
   * @throws org.carillon.core.ports.PortUnavailableException when the configuration cannot be read;
   *     answer 503 with Retry-After then
   */
  RouteDecision decide(InviteFacts facts);

  /**
   * "Where does this call go that an application places?" (S5, S6)
   *
   * @return {@link RouteDecision.ToTrunk} or {@link RouteDecision.Reject}; where no carriers are
   *     known, always the latter
   * @throws org.carillon.core.ports.PortUnavailableException when the configuration cannot be read
   */
  default RouteDecision decide(PlacedCall call) {
    return RejectReason.NO_CARRIER.reject(
        call.callee().toString(), CallDirection.OUTBOUND, Optional.empty());
  }

  /**
   * "Does a node of another region hand this call over?" (V6) That node writes the call's record,
   * so this one does not. Does not block.
   */
  default boolean isHandedOver(InviteFacts facts) {
    return false;
  }

  /**
   * "What does the INVITE to another region's node say besides?" (V6) Asked at the moment it is
   * sent. Does not block.
   *
   * @param came the call's own INVITE
   * @param node a target of the kind {@link TrunkTarget.Kind#REGION_NODE}
   * @return header fields by name
   */
  default Map<String, String> handOver(
      InviteFacts came, RouteDecision.ToTrunk way, TrunkTarget node) {
    throw new IllegalStateException("no nodes of other regions are known");
  }
}
