package org.carillon.media.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.CallLimits;
import org.carillon.core.routing.EmergencyNumber;
import org.carillon.core.routing.InviteFacts;
import org.carillon.core.routing.PlacedCall;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.core.routing.TrunkTarget;

/** Ways to trunks, as routing gives them. */
final class Trunks {
  static final String CONNECTOR = "abcdefghijklmnopqrstuv";

  private Trunks() {}

  static TrunkTarget host(String host, int port) {
    return host(CONNECTOR, host, port);
  }

  static TrunkTarget host(String connector, String host, int port) {
    return new TrunkTarget(
        TrunkTarget.Kind.CONNECTOR_HOST,
        connector,
        Optional.of("us-east-1"),
        host,
        port,
        "UDP",
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** A target that is there only where the simulated carrier runs. */
  static TrunkTarget simulatedCarrier() {
    return new TrunkTarget(
        TrunkTarget.Kind.SIMULATED_CARRIER,
        "simulated",
        Optional.empty(),
        "simulated-carrier",
        0,
        "UDP",
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** Every call in goes to the application, and what that calls goes to these. */
  static RoutingQuestion applicationCalling(TrunkTarget... targets) {
    return applicationCalling(
        call ->
            new ToTrunk(
                CallDirection.OUTBOUND,
                CONNECTOR,
                List.of(targets),
                call.callerId(),
                "",
                ((PlacedCall.Callee.Telephone) call.callee()).e164(),
                Optional.empty(),
                false,
                Optional.empty(),
                call.headers(),
                Optional.empty()));
  }

  /** Every call in goes to the application, and what that calls goes where this says. */
  static RoutingQuestion applicationCalling(Function<PlacedCall, RouteDecision> out) {
    RoutingQuestion in = TestNode.toApplication();
    return new RoutingQuestion() {
      @Override
      public RouteDecision decide(InviteFacts facts) {
        return in.decide(facts);
      }

      @Override
      public RouteDecision decide(PlacedCall call) {
        return out.apply(call);
      }
    };
  }

  /** Every call goes to these, as an inbound one. */
  static RoutingQuestion to(TrunkTarget... targets) {
    return within(CallLimits.NONE, targets);
  }

  /** The same with so many calls at once. */
  static RoutingQuestion within(CallLimits limits, TrunkTarget... targets) {
    return facts ->
        new ToTrunk(
            CallDirection.INBOUND,
            CONNECTOR,
            List.of(targets),
            facts.fromUser(),
            "North Campus",
            facts.requestUser(),
            Optional.empty(),
            EmergencyNumber.of(facts.requestUser()).isPresent(),
            Optional.empty(),
            Map.of("X-VoiceConnector-ID", CONNECTOR),
            facts.location(),
            limits);
  }
}
