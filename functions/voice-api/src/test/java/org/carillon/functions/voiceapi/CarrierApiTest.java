package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Carriers over HTTP, as an operator's tool asks for them (D6). */
class CarrierApiTest {

  private static final String CARRIERS = "/carillon/v1/carriers";

  @TempDir Path data;

  @Test
  void aCarrierIsMadeReadListedChangedAndDeleted() throws Exception {
    try (var local = new LocalApi(data)) {
      var client = new OperatorClient(local.endpoint(), local.key());

      var made =
          client.call(
              "POST",
              CARRIERS,
              Map.of(
                  "Name",
                  "North Telecom",
                  "Directions",
                  List.of("INBOUND", "OUTBOUND"),
                  "Prefixes",
                  List.of("+1206"),
                  "Trunks",
                  List.of(
                      Map.of(
                          "Name",
                          "main",
                          "Host",
                          "sip.north.example",
                          "SourceAddresses",
                          List.of("192.0.2.0/28"),
                          "Authentication",
                          "DIGEST",
                          "Username",
                          "carillon",
                          "Password",
                          "open sesame"))));
      assertThat(made.status()).isEqualTo(201);
      assertThat(made.body().toString()).doesNotContain("sesame").contains("PasswordSet=true");
      String path = CARRIERS + "/" + ((Map<?, ?>) made.body().get("Carrier")).get("CarrierId");

      assertThat(client.call("GET", path, Map.of()).body()).isEqualTo(made.body());
      assertThat((List<?>) client.call("GET", CARRIERS, Map.of()).body().get("Carriers"))
          .hasSize(1);
      var changed = client.call("PUT", path, Map.of("Priority", 7));
      assertThat(changed.body().toString()).contains("Priority=7", "PasswordSet=true");
      assertThat(client.call("DELETE", path, Map.of()).status()).isEqualTo(204);
      assertThat(client.call("GET", path, Map.of()).status()).isEqualTo(404);
    }
  }

  @Test
  void badInputIsRefusedByMember() throws Exception {
    try (var local = new LocalApi(data)) {
      var client = new OperatorClient(local.endpoint(), local.key());

      var refused =
          client.call(
              "POST",
              CARRIERS,
              Map.of(
                  "Name",
                  "",
                  "Directions",
                  List.of("SIDEWAYS"),
                  "Trunks",
                  List.of(Map.of("Host", "sip.test", "Port", 0, "Transport", "SCTP"))));

      assertThat(refused.status()).isEqualTo(400);
      assertThat((String) refused.body().get("Message"))
          .contains("Name must have at least 1", "Directions[0] must be one of")
          .contains("Trunks[0].Name is required", "Trunks[0].Port must be", "Trunks[0].Transport");
    }
  }
}
