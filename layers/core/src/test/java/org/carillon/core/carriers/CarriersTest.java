package org.carillon.core.carriers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.CoreFixture;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.ports.ItemQuery;
import org.junit.jupiter.api.Test;

/** Carriers of the operator (D6). Requests have passed the model's checks already. */
class CarriersTest {

  private final CoreFixture core = new CoreFixture();
  private final Carriers carriers = new Carriers(core.items, core.sealer, core.account, core.clock);

  @Test
  void aCarrierIsMadeWithDefaultsAndRead() {
    Map<String, Object> made =
        create(
            Map.of(
                "Name",
                "North",
                "Directions",
                List.of("OUTBOUND"),
                "Trunks",
                List.of(Map.of("Name", "a", "Host", "sip.north.example", "Transport", "TLS"))));

    assertThat(made)
        .containsEntry("Priority", 1)
        .containsEntry("EmergencyCalling", false)
        .containsEntry("BuiltIn", false);
    assertThat(trunk(made))
        .containsEntry("Port", 5061)
        .containsEntry("Authentication", "IP_TRUST")
        .containsEntry("PasswordSet", false);
    assertThat(get(id(made))).isEqualTo(made);
  }

  @Test
  void aPasswordIsSealedKeptAndNeverAnswered() {
    Map<String, Object> made = create(digest("north", "sesame"));

    assertThat(trunk(made)).containsEntry("PasswordSet", true).doesNotContainKey("Password");
    assertThat(made.toString()).doesNotContain("sesame").doesNotContain("Sealed");
    assertThat(stored()).doesNotContain("sesame");
    assertThat(password(id(made))).isEqualTo("sesame");

    // the same trunk without a password keeps it
    Map<String, Object> again = new HashMap<>(digest("north", "ignored"));
    Map<String, Object> trunk = new HashMap<>(Map.copyOf(trunkOf(again)));
    trunk.remove("Password");
    trunk.put("Port", 5080);
    update(id(made), Map.of("Trunks", List.of(trunk)));
    assertThat(password(id(made))).isEqualTo("sesame");

    // another user name needs another one
    trunk.put("Username", "somebody");
    refused(
        ErrorType.BAD_REQUEST,
        "Trunks[0].Password: is needed",
        () -> update(id(made), Map.of("Trunks", List.of(trunk))));
  }

  @Test
  void badInputIsRefusedByMember() {
    bad("Trunks[0].Host", Map.of("Host", "-north-"));
    bad("Trunks[0].Host", Map.of("Host", "1.2.3"));
    bad("Trunks[0].Host", Map.of("Host", "224.0.0.1"));
    bad("Trunks[0].Host", Map.of("Host", "169.254.169.254"));
    bad("Trunks[0].Username: a trunk of IP_TRUST", Map.of("Username", "u"));
    bad("Trunks[0].Username: is needed", Map.of("Authentication", "REGISTRATION"));
    bad("Trunks[0].SourceAddresses", Map.of("SourceAddresses", List.of("192.0.2.1/24")));
    bad("Trunks[0].SourceAddresses", Map.of("SourceAddresses", List.of("192.0.2.0/33")));
    bad("Trunks[0].SourceAddresses", Map.of("SourceAddresses", List.of("0.0.0.0/0")));
    bad("Trunks[0].SourceAddresses", Map.of("SourceAddresses", List.of("north.example")));
    bad("listed twice", Map.of("SourceAddresses", List.of("192.0.2.7", "192.0.2.7/32")));
    refused(
        ErrorType.BAD_REQUEST,
        "Trunks[1].Name",
        () ->
            create(carrier("n", List.of("OUTBOUND"), trunk("a", "x.test"), trunk("a", "y.test"))));
    refused(
        ErrorType.BAD_REQUEST,
        "Trunks[0].SourceAddresses: give the addresses",
        () -> create(carrier("n", List.of("INBOUND"), trunk("a", "sip.north.example"))));
    refused(
        ErrorType.BAD_REQUEST,
        "Directions",
        () -> create(carrier("n", List.of("INBOUND", "INBOUND"), trunk("a", "192.0.2.1"))));
    Map<String, Object> emergency =
        new HashMap<>(carrier("n", List.of("INBOUND"), trunk("a", "192.0.2.1")));
    emergency.put("EmergencyCalling", true);
    refused(ErrorType.BAD_REQUEST, "EmergencyCalling", () -> create(emergency));
    assertThat(list()).isEmpty();
  }

  @Test
  void anAddressTellsOneCarrierOnly() {
    Map<String, Object> first =
        create(carrier("first", List.of("INBOUND"), trunk("a", "192.0.2.1")));

    refused(
        ErrorType.CONFLICT,
        "192.0.2.1/32 is another carrier's",
        () -> create(carrier("second", List.of("INBOUND"), trunk("a", "192.0.2.1"))));

    update(id(first), Map.of("Trunks", List.of(trunk("a", "192.0.2.2"))));
    Map<String, Object> second =
        create(carrier("second", List.of("INBOUND"), trunk("a", "192.0.2.1")));
    delete(id(second));
    create(carrier("third", List.of("INBOUND"), trunk("a", "192.0.2.1")));
  }

  @Test
  void anUpdateChangesWhatIsGivenOnly() {
    Map<String, Object> made =
        create(carrier("north", List.of("OUTBOUND"), trunk("a", "192.0.2.1")));

    Map<String, Object> after =
        update(id(made), Map.of("Prefixes", List.of("+1206"), "Disabled", true));

    assertThat(after)
        .containsEntry("Name", "north")
        .containsEntry("Prefixes", List.of("+1206"))
        .containsEntry("Disabled", true)
        .containsEntry("Trunks", made.get("Trunks"));
    refused(
        ErrorType.NOT_FOUND,
        "CarrierId",
        () -> update("11111111-1111-4111-8111-111111111111", Map.of("Name", "x")));
  }

  @Test
  void theSimulatedCarrierStaysAsItIs() {
    carriers.provideSimulated();
    carriers.provideSimulated();
    String simulated = NumberPool.SIMULATED_CARRIER;

    assertThat(list()).singleElement().satisfies(it -> assertThat(id(it)).isEqualTo(simulated));
    refused(ErrorType.CONFLICT, "simulated", () -> update(simulated, Map.of("Name", "x")));
    refused(ErrorType.CONFLICT, "simulated", () -> delete(simulated));
  }

  @Test
  void moreCarriersThanTheQuotaAreRefused() {
    for (int i = 0; i < 100; i++) {
      create(carrier("c" + i, List.of("OUTBOUND"), trunk("a", "sip.test")));
    }
    refused(
        ErrorType.RESOURCE_LIMIT_EXCEEDED,
        "Carriers",
        () -> create(carrier("c", List.of("OUTBOUND"), trunk("a", "sip.test"))));
    delete(id(list().getFirst()));
    create(carrier("c", List.of("OUTBOUND"), trunk("a", "sip.test")));
  }

  private void bad(String words, Map<String, Object> change) {
    Map<String, Object> trunk = new HashMap<>(trunk("a", "192.0.2.1"));
    trunk.putAll(change);
    refused(ErrorType.BAD_REQUEST, words, () -> create(carrier("n", List.of("OUTBOUND"), trunk)));
  }

  private static Map<String, Object> trunk(String name, String host) {
    return Map.of("Name", name, "Host", host);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // read only
  private static Map<String, Object> carrier(
      String name, List<String> directions, Map<String, Object>... trunks) {
    return Map.of("Name", name, "Directions", directions, "Trunks", Arrays.asList(trunks));
  }

  private static Map<String, Object> digest(String name, String password) {
    return carrier(
        name,
        List.of("OUTBOUND"),
        Map.of(
            "Name",
            "a",
            "Host",
            "sip.north.example",
            "Authentication",
            "DIGEST",
            "Username",
            "carillon",
            "Password",
            password));
  }

  private Map<String, Object> create(Map<String, Object> request) {
    return carrier(new CreateCarrier(carriers).handle(new OperatorDocument(request), core.caller));
  }

  private Map<String, Object> get(String id) {
    return carrier(
        new GetCarrier(carriers)
            .handle(new OperatorDocument(Map.of("CarrierId", id)), core.caller));
  }

  private Map<String, Object> update(String id, Map<String, Object> change) {
    Map<String, Object> request = new HashMap<>(change);
    request.put("CarrierId", id);
    return carrier(new UpdateCarrier(carriers).handle(new OperatorDocument(request), core.caller));
  }

  private void delete(String id) {
    new DeleteCarrier(carriers, core.pool, new NumberJobs(core.items, core.clock))
        .handle(new OperatorDocument(Map.of("CarrierId", id)), core.caller);
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> list() {
    return (List<Map<String, Object>>)
        new ListCarriers(core.listing)
            .handle(OperatorDocument.empty(), core.caller)
            .members()
            .get("Carriers");
  }

  private String password(String id) {
    Carrier carrier = carriers.require(id);
    return carriers.password(carrier, carrier.trunks().getFirst()).orElseThrow().reveal();
  }

  private String stored() {
    return new ArrayList<>(core.items.query(ItemQuery.partition("carriers", "", 10)).items())
        .toString();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> carrier(OperatorDocument answer) {
    return (Map<String, Object>) answer.members().get("Carrier");
  }

  private static String id(Map<String, Object> carrier) {
    return (String) carrier.get("CarrierId");
  }

  private static Map<String, Object> trunk(Map<String, Object> carrier) {
    return trunkOf(carrier);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> trunkOf(Map<String, Object> carrier) {
    return ((List<Map<String, Object>>) carrier.get("Trunks")).getFirst();
  }
}
