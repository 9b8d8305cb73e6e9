package org.carillon.core.routing;

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
}
