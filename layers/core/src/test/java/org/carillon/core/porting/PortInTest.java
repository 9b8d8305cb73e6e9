package org.carillon.core.porting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.ErrorType;
import org.carillon.core.numbers.DeletePhoneNumber;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;

/** Porting in by the guide (N5). The clock starts on 1 January 2026. */
class PortInTest {

  private static final String NUMBER = "+13605550100";

  private final PortingFixture porting = new PortingFixture();

  @Test
  void aPortInGoesFromSubmittedOverFocToActive() {
    String id = id(porting.portIn(request()));
    assertThat(porting.core.order(id))
        .satisfies(
            order -> {
              assertThat(order.orderType()).isEqualTo(PhoneNumberOrderType.PORTING);
              assertThat(order.status()).isEqualTo(PhoneNumberOrderStatus.SUBMITTED);
            });
    assertThat(status(NUMBER)).isEqualTo(PhoneNumberStatus.PORTIN_IN_PROGRESS);

    porting.letter(id);
    Map<String, Object> foc = foc(id, "2026-01-20T10:00:00Z");
    assertThat(foc).containsEntry("Status", "FOC").containsEntry("FocDate", "2026-01-20T10:00:00Z");
    assertThat(porting.core.order(id).status()).isEqualTo(PhoneNumberOrderStatus.FOC);
    assertThat(porting.core.order(id).focDate()).hasToString("2026-01-20T10:00:00Z");

    // assigned before, active at the date
    porting.core.rule(NUMBER, false, porting.target());
    assertThat(status(NUMBER)).isEqualTo(PhoneNumberStatus.PORTIN_IN_PROGRESS);
    porting.core.pass(Duration.ofDays(19).plusHours(10).minusSeconds(1));
    assertThat(porting.directory().hasNumber(NUMBER)).isFalse();
    assertThat(porting.portIns.completeDue()).isZero();
    porting.core.pass(Duration.ofSeconds(1));
    assertThat(porting.directory().hasNumber(NUMBER)).isTrue();
    assertThat(status(NUMBER)).isEqualTo(PhoneNumberStatus.ASSIGNED);

    assertThat(porting.portIns.completeDue()).isEqualTo(1);
    assertThat(porting.portIns.completeDue()).isZero();
    assertThat(porting.getPortIn(id)).containsEntry("Status", "COMPLETED");
    PhoneNumberOrder done = porting.core.order(id);
    assertThat(done.status()).isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
    assertThat(done.orderedPhoneNumbers())
        .allMatch(number -> number.status() == OrderedPhoneNumberStatus.ACQUIRED);
    assertThat(status(NUMBER)).isEqualTo(PhoneNumberStatus.ASSIGNED);
  }

  @Test
  void aReadAtTheFocDateCompletesIt() {
    String id = id(porting.portIn(request()));
    porting.letter(id);
    foc(id, "2026-01-02T00:00:00Z");
    porting.core.pass(Duration.ofDays(1));

    assertThat(porting.getPortIn(id)).containsEntry("Status", "COMPLETED");
    assertThat(status(NUMBER)).isEqualTo(PhoneNumberStatus.UNASSIGNED);
    refused(ErrorType.CONFLICT, "has ended", () -> to(id, "EXCEPTION"));
  }

  @Test
  void illegalChangesOfStateAreRefused() {
    String id = id(porting.portIn(request()));
    refused(ErrorType.CONFLICT, "SUBMITTED cannot become COMPLETED", () -> to(id, "COMPLETED"));
    refused(ErrorType.CONFLICT, "letter of agency", () -> foc(id, "2026-02-01T00:00:00Z"));
    porting.letter(id);
    refused(ErrorType.BAD_REQUEST, "FocDate: the status FOC needs", () -> to(id, "FOC"));
    refused(ErrorType.BAD_REQUEST, "FocDate: a moment", () -> foc(id, "2025-12-31T00:00:00Z"));
    to(id, "PENDING_DOCUMENTS");
    refused(
        ErrorType.CONFLICT,
        "PENDING_DOCUMENTS cannot become FOC",
        () -> foc(id, "2026-02-01T00:00:00Z"));
    to(id, "SUBMITTED");
    foc(id, "2026-02-01T00:00:00Z");
    refused(ErrorType.CONFLICT, "completes by itself", () -> to(id, "COMPLETED"));
    to(id, "CHANGE_REQUESTED");
    assertThat(porting.getPortIn(id)).doesNotContainKey("FocDate");
    porting.core.pass(Duration.ofDays(60)); // the old date means nothing any more
    assertThat(porting.portIns.completeDue()).isZero();
    assertThat(status(NUMBER)).isEqualTo(PhoneNumberStatus.PORTIN_IN_PROGRESS);
    to(id, "CANCEL_REQUESTED");
    assertThat(status(NUMBER)).isEqualTo(PhoneNumberStatus.PORTIN_CANCEL_REQUESTED);
    to(id, "CANCELLED");
    refused(ErrorType.CONFLICT, "has ended", () -> to(id, "SUBMITTED"));
  }

  @Test
  void everyPairOfStatesIsLegalOrRefused() {
    for (PortInStatus from : PortInStatus.values()) {
      assertThat(from.next()).as(from.name()).doesNotContain(from);
      assertThat(from.isFinal()).isEqualTo(from.next().isEmpty());
    }
  }

  @Test
  void aCancelledPortInLetsItsNumbersGo() {
    String id = id(porting.portIn(request()));
    String rule = porting.core.rule(NUMBER, true, porting.target()).sipRuleId();
    refused(ErrorType.CONFLICT, "are assigned: " + NUMBER, () -> to(id, "CANCELLED"));
    porting.deleteRule(rule);
    to(id, "CANCELLED");

    assertThat(porting.core.numbers.find(NUMBER)).isEmpty();
    assertThat(porting.core.order(id).status()).isEqualTo(PhoneNumberOrderStatus.CANCELLED);
    porting.portIn(request()); // and it can be asked for again
  }

  @Test
  void aNumberIsPortedOnceAtATimeAndNotDeletedMeanwhile() {
    porting.portIn(request());
    refused(ErrorType.CONFLICT, "in the inventory already", () -> porting.portIn(request()));
    refused(
        ErrorType.BAD_REQUEST,
        "port",
        () ->
            new DeletePhoneNumber(porting.core.numbers)
                .handle(
                    DeletePhoneNumberRequest.builder().phoneNumberId(NUMBER).build(),
                    porting.core.caller));
  }

  @Test
  void thePinOfTheLosingCarrierIsSealedAndNeverAnswered() {
    Map<String, Object> made = porting.portIn(request("AccountPin", "4711secret"));

    assertThat(made).containsEntry("AccountPinSet", true).doesNotContainKey("AccountPin");
    assertThat(made.toString()).doesNotContain("4711secret");
    assertThat(porting.getPortIn(id(made)).toString()).doesNotContain("4711secret");
  }

  @Test
  void badInputIsRefusedByMember() {
    bad("PhoneNumbers[1]: listed twice", "PhoneNumbers", List.of(NUMBER, NUMBER));
    bad("PhoneNumbers[0]: +442079460000 is not", "PhoneNumbers", List.of("+442079460000"));
    bad("RequestedPortDate: a day", "RequestedPortDate", "2026-01-01");
    bad("RequestedPortDate: no such day", "RequestedPortDate", "2026-02-30");
    bad("BillingTelephoneNumber", "BillingTelephoneNumber", null);
    bad("AuthorizingPerson", "AuthorizingPerson", null);
    bad("ServiceAddress", "ServiceAddress", null);
    bad("BillingNumberOption", "BillingTelephoneNumber", NUMBER);
    bad("BillingNumberOption", "BillingNumberOption", "CLOSE_ACCOUNT");
    bad("NewBillingTelephoneNumber", "NewBillingTelephoneNumber", "+13605550999");
    Map<String, Object> replace = request("BillingTelephoneNumber", NUMBER);
    replace.put("BillingNumberOption", "REPLACE");
    refused(ErrorType.BAD_REQUEST, "NewBillingTelephoneNumber", () -> porting.portIn(replace));
    replace.put("NewBillingTelephoneNumber", "+13605550999");
    porting.portIn(replace);
    refused(
        ErrorType.CONFLICT,
        "of a carrier of this installation",
        () -> porting.portIn(request("PhoneNumbers", List.of("+12065550100"))));
    Map<String, Object> abroad = request("PhoneNumbers", List.of("+442079460999"));
    abroad.put("Country", "GB");
    abroad.put("ProductType", "VoiceConnector");
    refused(ErrorType.BAD_REQUEST, "ProductType", () -> porting.portIn(abroad));
    abroad.put("ProductType", "SipMediaApplicationDialIn");
    refused(ErrorType.BAD_REQUEST, "EstimatedUsage", () -> porting.portIn(abroad));
    abroad.put("EstimatedUsage", "1000 minutes a month");
    assertThat((List<?>) porting.portIn(abroad).get("RequiredDocuments")).hasSizeGreaterThan(1);
  }

  private void bad(String words, String member, Object value) {
    refused(ErrorType.BAD_REQUEST, words, () -> porting.portIn(request(member, value)));
    assertThat(porting.core.numbers.find(NUMBER)).isEmpty();
  }

  private PhoneNumberStatus status(String e164) {
    return porting.core.numbers.find(e164).orElseThrow().status();
  }

  private Map<String, Object> to(String id, String status) {
    return porting.updatePortIn(Map.of("RequestId", id, "Status", status));
  }

  private Map<String, Object> foc(String id, String date) {
    return porting.updatePortIn(Map.of("RequestId", id, "Status", "FOC", "FocDate", date));
  }

  private static String id(Map<String, Object> request) {
    return (String) request.get("RequestId");
  }

  private static Map<String, Object> request() {
    return request("Remark", "none");
  }

  static Map<String, Object> request(String member, Object value) {
    Map<String, Object> request =
        new HashMap<>(
            Map.of(
                "PhoneNumbers",
                List.of(NUMBER),
                "PhoneNumberType",
                "Local",
                "ProductType",
                "SipMediaApplicationDialIn",
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
                "2026-01-20",
                "RequestedPortTime",
                "10:00"));
    if (value == null) {
      request.remove(member);
    } else {
      request.put(member, value);
    }
    return request;
  }
}
