package org.carillon.core.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.carillon.core.carriers.CarrierRoutes.OutboundTrunk;
import org.junit.jupiter.api.Test;

/** Which carrier takes which call (D6). */
class CarrierRoutesTest {

  private final Random random = new Random(7);

  @Test
  void theLongestPrefixComesFirstThenTheCountryThenEverything() {
    CarrierRoutes routes =
        new CarrierRoutes(
            List.of(
                carrier("everything", List.of(), List.of(), 1, 1),
                carrier("us", List.of("US"), List.of(), 1, 1),
                carrier("west", List.of(), List.of("+1206", "+1"), 1, 1),
                carrier("seattle", List.of(), List.of("+1206555"), 9, 1),
                carrier("gb", List.of("GB"), List.of("+44"), 1, 1)));

    assertThat(names(routes, "+12065550100"))
        .containsExactly("seattle", "west", "us", "everything");
    assertThat(names(routes, "+14155550100")).containsExactly("west", "us", "everything");
    assertThat(names(routes, "+442079460000")).containsExactly("gb", "everything");
    assertThat(names(routes, "+14165550100")).containsExactly("west", "everything"); // Canada
  }

  @Test
  void priorityDecidesAmongEqualsAndWeightSharesWithinIt() {
    CarrierRoutes routes =
        new CarrierRoutes(
            List.of(
                carrier("heavy", List.of("US"), List.of(), 1, 3),
                carrier("light", List.of("US"), List.of(), 1, 1),
                carrier("last", List.of("US"), List.of(), 2, 100)));

    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      List<String> names = names(routes, "+12065550100");
      assertThat(names).hasSize(3).endsWith("last");
      first.merge(names.getFirst(), 1, Integer::sum);
    }
    assertThat(first.get("heavy")).isBetween(7_200, 7_800);
  }

  @Test
  void theTrunksOfACarrierFollowEachOtherByPriority() {
    Carrier carrier =
        carrier("c", false, trunk("backup", 2, "192.0.2.2/32"), trunk("main", 1, "192.0.2.1/32"));

    assertThat(new CarrierRoutes(List.of(carrier)).outbound("+12065550100", random))
        .extracting(outbound -> outbound.trunk().orElseThrow().name())
        .containsExactly("main", "backup");
  }

  @Test
  void emergencyCallsGoToCarriersThatTakeThem() {
    CarrierRoutes routes =
        new CarrierRoutes(
            List.of(carrier("no", false, trunk("t", 1)), carrier("yes", true, trunk("t", 1))));

    assertThat(routes.emergency("US", random))
        .extracting(o -> o.carrier().name())
        .containsExactly("yes");
  }

  @Test
  void anInboundCallIsOfTheNarrowestNetworkAroundItsSource() {
    CarrierRoutes routes =
        new CarrierRoutes(
            List.of(
                carrier("wide", false, trunk("t", 1, "192.0.2.0/24", "2001:db8:0:0:0:0:0:0/32")),
                carrier("narrow", false, trunk("t", 1, "192.0.2.128/25"))));

    assertThat(source(routes, "192.0.2.127")).contains("wide");
    assertThat(source(routes, "192.0.2.128")).contains("narrow");
    assertThat(source(routes, "2001:db8::7")).contains("wide");
    assertThat(source(routes, "192.0.3.1")).isEmpty();
    assertThat(source(routes, "2001:db9::7")).isEmpty();
  }

  private static Optional<String> source(CarrierRoutes routes, String address) {
    return routes.inbound(InetAddress.ofLiteral(address)).map(found -> found.carrier().name());
  }

  private List<String> names(CarrierRoutes routes, String e164) {
    return routes.outbound(e164, random).stream()
        .map(OutboundTrunk::carrier)
        .map(Carrier::name)
        .toList();
  }

  private static Trunk trunk(String name, int priority, String... sources) {
    return new Trunk(
        name,
        "sip.test",
        5060,
        Transport.UDP,
        TrunkAuthentication.IP_TRUST,
        Optional.empty(),
        Optional.empty(),
        priority,
        1,
        List.of(sources));
  }

  private static Carrier carrier(
      String name, List<String> countries, List<String> prefixes, int priority, int weight) {
    return carrier(name, countries, prefixes, priority, weight, false, trunk("t", 1));
  }

  private static Carrier carrier(String name, boolean emergency, Trunk... trunks) {
    return carrier(name, List.of(), List.of(), 1, 1, emergency, trunks);
  }

  private static Carrier carrier(
      String name,
      List<String> countries,
      List<String> prefixes,
      int priority,
      int weight,
      boolean emergency,
      Trunk... trunks) {
    return new Carrier(
        "id-" + name,
        name,
        EnumSet.allOf(CallDirection.class),
        countries,
        prefixes,
        priority,
        weight,
        emergency,
        false,
        false,
        List.of(trunks),
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
