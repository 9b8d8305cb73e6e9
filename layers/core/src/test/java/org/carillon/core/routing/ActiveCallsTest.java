package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.Reject;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.junit.jupiter.api.Test;

/** How many calls there may be at once (O8). */
class ActiveCallsTest {
  private final ActiveCalls calls = new ActiveCalls();

  @Test
  void aConnectorHasSoManyAndNoMore() {
    ToTrunk call = call("one", false);
    assertThat(calls.begin(call)).isEmpty();
    assertThat(calls.begin(call)).isEmpty();

    assertThat(calls.begin(call).map(Reject::reason)).contains(RejectReason.TOO_MANY_CALLS_AT_ONCE);
    calls.end(call);

    assertThat(calls.begin(call)).isEmpty();
  }

  @Test
  void allConnectorsHaveSoManyTogether() {
    calls.begin(call("one", false));
    calls.begin(call("one", false));
    calls.begin(call("two", false));

    Optional<Reject> refused = calls.begin(call("two", false));

    assertThat(refused.map(Reject::reason)).contains(RejectReason.TOO_MANY_CALLS_OF_ACCOUNT);
    assertThat(refused.flatMap(Reject::voiceConnectorId)).contains("two");
    assertThat(refused.map(Reject::sipStatus)).contains(503);
  }

  @Test
  void aCallForHelpIsNeverTooMany() {
    for (int i = 0; i < 10; i++) {
      assertThat(calls.begin(call("one", true))).isEmpty();
    }
  }

  private static ToTrunk call(String connector, boolean emergency) {
    return new ToTrunk(
        CallDirection.OUTBOUND,
        connector,
        List.of(
            new TrunkTarget(
                TrunkTarget.Kind.CARRIER_TRUNK,
                "carrier",
                Optional.empty(),
                "192.0.2.1",
                0,
                "UDP",
                Optional.empty(),
                Optional.empty(),
                false)),
        "+12065550100",
        "",
        "+12065550101",
        Optional.empty(),
        emergency,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        new CallLimits(2, 3));
  }
}
