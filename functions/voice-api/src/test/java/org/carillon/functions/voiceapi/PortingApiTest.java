package org.carillon.functions.voiceapi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;

/** Porting and international numbers over HTTP, with their view in the public API (N4 to N6). */
class PortingApiTest {

  private static final String PORT_INS = "/carillon/v1/port-in-requests";
  private static final String NUMBER = "+13605550100";
  private static final byte[] PDF = "%PDF-1.7\n%%EOF\n".getBytes(US_ASCII);

  @TempDir Path data;

  @Test
  void aPortInIsDocumentedDatedAndSeenByTheSdk() throws Exception {
    try (var local = new LocalApi(data);
        ChimeSdkVoiceClient chime = local.client()) {
      var client = new OperatorClient(local.endpoint(), local.key());
      String id = id(client.call("POST", PORT_INS, portIn()), "PortInRequest");
      assertThat(put(local, upload(client, id), PDF).statusCode()).isEqualTo(204);
      assertThat(
              client
                  .call("GET", "/carillon/v1/number-requests/" + id + "/documents", Map.of())
                  .body()
                  .toString())
          .contains("Status=RECEIVED", "ContentType=application/pdf");

      // near enough for signatures made by the machine's own clock
      Instant foc = Instant.now().plusSeconds(200).truncatedTo(ChronoUnit.MILLIS);
      var dated =
          client.call(
              "PUT", PORT_INS + "/" + id, Map.of("Status", "FOC", "FocDate", foc.toString()));
      assertThat(dated.status()).isEqualTo(200);

      PhoneNumberOrder order =
          chime.getPhoneNumberOrder(r -> r.phoneNumberOrderId(id)).phoneNumberOrder();
      assertThat(order.orderType()).isEqualTo(PhoneNumberOrderType.PORTING);
      assertThat(order.status()).isEqualTo(PhoneNumberOrderStatus.FOC);
      assertThat(order.focDate()).isEqualTo(foc);
      assertThat(chime.listPhoneNumberOrders(r -> {}).phoneNumberOrders()).contains(order);
      assertThat(chime.getPhoneNumber(r -> r.phoneNumberId(NUMBER)).phoneNumber().status())
          .isEqualTo(PhoneNumberStatus.PORTIN_IN_PROGRESS);

      local.clock = () -> foc;
      assertThat(client.call("GET", PORT_INS + "/" + id, Map.of()).body().toString())
          .contains("Status=COMPLETED");
      assertThat(
              chime.getPhoneNumberOrder(r -> r.phoneNumberOrderId(id)).phoneNumberOrder().status())
          .isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
      assertThat(client.call("GET", PORT_INS, Map.of()).body().toString()).contains(id);
    }
  }

  @Test
  void aLinkIsRefusedInItsOwnWords() throws Exception {
    try (var local = new LocalApi(data)) {
      var client = new OperatorClient(local.endpoint(), local.key());
      String id = id(client.call("POST", PORT_INS, portIn()), "PortInRequest");
      String link = upload(client, id);

      assertThat(put(local, link, "<html>".getBytes(US_ASCII)).statusCode()).isEqualTo(400);
      assertThat(put(local, link, new byte[4 * 1024 * 1024 + 1]).body()).contains("more than");
      HttpResponse<String> altered = put(local, link + "A", PDF);
      assertThat(altered.statusCode()).isEqualTo(403);
      assertThat(altered.body()).contains("was altered");
      Instant later = Instant.now().plus(Duration.ofDays(10));
      local.clock = () -> later;
      assertThat(put(local, link, PDF).body()).contains("The link expired at");
      HttpRequest get = HttpRequest.newBuilder(local.endpoint().resolve(link)).GET().build();
      assertThat(HttpClient.newHttpClient().send(get, BodyHandlers.ofString()).statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void internationalNumbersAreAskedForReviewedAndDelivered() throws Exception {
    try (var local = new LocalApi(data);
        ChimeSdkVoiceClient chime = local.client()) {
      var client = new OperatorClient(local.endpoint(), local.key());
      String requests = "/carillon/v1/international-number-requests";
      String id =
          id(
              client.call(
                  "POST",
                  requests,
                  Map.of(
                      "ApplicantType",
                      "INDIVIDUAL",
                      "ApplicantName",
                      "Ada Lovelace",
                      "PhoneNumberType",
                      "Local",
                      "Country",
                      "GB",
                      "Quantity",
                      1)),
              "InternationalNumberRequest");
      var refused =
          client.call(
              "POST",
              requests + "/" + id + "/delivery",
              Map.of("PhoneNumbers", List.of("+442079460000")));
      assertThat(refused.status()).isEqualTo(409);
      client.call("PUT", requests + "/" + id, Map.of("Status", "APPROVED"));
      var delivered =
          client.call(
              "POST",
              requests + "/" + id + "/delivery",
              Map.of("PhoneNumbers", List.of("+442079460000")));

      assertThat(delivered.status()).isEqualTo(200);
      assertThat(delivered.body().toString()).contains("Status=DELIVERED");
      assertThat(chime.getPhoneNumber(r -> r.phoneNumberId("+442079460000")).phoneNumber().status())
          .isEqualTo(PhoneNumberStatus.UNASSIGNED);
      assertThat(client.call("GET", requests, Map.of()).body().toString()).contains(id);
      assertThat(client.call("GET", requests + "/" + id, Map.of()).status()).isEqualTo(200);
    }
  }

  @Test
  void aPortOutNeedsAccountAndPin() throws Exception {
    try (var local = new LocalApi(data);
        ChimeSdkVoiceClient chime = local.client()) {
      var client = new OperatorClient(local.endpoint(), local.key());
      chime.createPhoneNumberOrder(
          r -> r.productType("VoiceConnector").e164PhoneNumbers("+12065550100"));
      String pin = "/carillon/v1/port-out-pin";
      assertThat(client.call("PUT", pin, Map.of("Pin", "123")).status()).isEqualTo(400);
      assertThat(client.call("PUT", pin, Map.of("Pin", "ABCD123")).status()).isEqualTo(204);
      String requests = "/carillon/v1/port-out-requests";

      assertThat(client.call("POST", requests, portOut("ABCD124")).status()).isEqualTo(403);
      var accepted = client.call("POST", requests, portOut("ABCD123"));
      assertThat(accepted.status()).isEqualTo(201);
      assertThat(accepted.body().toString()).doesNotContain("ABCD123");
      String path = requests + "/" + id(accepted, "PortOutRequest");
      assertThat(client.call("PUT", path, Map.of("Status", "ACCEPTED")).status()).isEqualTo(200);
      assertThat(client.call("GET", path, Map.of()).body().toString()).contains("ACCEPTED");
      assertThat(client.call("GET", requests, Map.of()).status()).isEqualTo(200);
      assertThat(client.call("DELETE", pin, Map.of()).status()).isEqualTo(204);
    }
  }

  private static Map<String, Object> portOut(String pin) {
    return Map.of(
        "AccountId",
        "111122223333",
        "Pin",
        pin,
        "PhoneNumbers",
        List.of("+12065550100"),
        "WinningCarrier",
        "New Telecom");
  }

  private static Map<String, Object> portIn() {
    return Map.of(
        "PhoneNumbers",
        List.of(NUMBER),
        "PhoneNumberType",
        "Local",
        "ProductType",
        "VoiceConnector",
        "BillingTelephoneNumber",
        "+13605550900",
        "AuthorizingPerson",
        "Ada Lovelace",
        "LosingCarrier",
        "Old Telecom",
        "CustomerName",
        "Analytical Engines Inc.",
        "ServiceAddress",
        Map.of("StreetAddress", "1 Main St", "City", "Olympia", "PostalCode", "98501"),
        "RequestedPortDate",
        LocalDate.now(ZoneOffset.UTC).plusDays(20).toString(),
        "RequestedPortTime",
        "10:00");
  }

  private static String upload(OperatorClient client, String requestId) throws Exception {
    var answer =
        client.call(
            "POST",
            "/carillon/v1/number-requests/" + requestId + "/documents",
            Map.of("Type", "LETTER_OF_AGENCY", "FileName", "letter.pdf"));
    assertThat(answer.status()).isEqualTo(201);
    return (String) ((Map<?, ?>) answer.body().get("Document")).get("UploadPath");
  }

  /** As a browser or curl puts a file: without a signature. */
  private static HttpResponse<String> put(LocalApi local, String link, byte[] file)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(local.endpoint().resolve(link))
            .PUT(BodyPublishers.ofByteArray(file))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static String id(OperatorClient.Answer answer, String member) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return (String) ((Map<?, ?>) answer.body().get(member)).get("RequestId");
  }
}
