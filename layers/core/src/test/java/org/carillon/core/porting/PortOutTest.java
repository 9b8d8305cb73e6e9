package org.carillon.core.porting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.numbers.DeletePhoneNumber;
import org.carillon.core.ports.ItemQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/** Porting out: only for the right account and the right PIN (N6). */
class PortOutTest {

  private static final String FIRST = "+12065550100";
  private static final String SECOND = "+12065550101";
  private static final PhoneNumberProductType TRUNK = PhoneNumberProductType.VOICE_CONNECTOR;

  private final PortingFixture porting = new PortingFixture();
  private final PortOuts portOuts = new PortOuts(porting.core.items, porting.requests);
  private final PortOutPins pins =
      new PortOutPins(porting.core.items, porting.core.sealer, porting.requests);

  @BeforeEach
  void own() {
    porting.core.order(TRUNK, FIRST, SECOND);
  }

  @Test
  void withoutAPinTheAccountIdIsEnough() {
    assertThat(portOut(Map.of())).containsEntry("Status", "SUBMITTED").doesNotContainKey("Pin");
  }

  @Test
  void accountPinAndNumberMustBelongTogether() {
    pin(Map.of("Pin", "ABCD123"));
    pin(Map.of("Pin", "9999xyz", "PhoneNumber", SECOND));
    String words = "AccountId, Pin or PhoneNumbers: they do not belong together";

    refused(ErrorType.FORBIDDEN, words, () -> portOut(Map.of()));
    refused(ErrorType.FORBIDDEN, words, () -> portOut(Map.of("Pin", "abcd123")));
    refused(
        ErrorType.FORBIDDEN,
        words,
        () -> portOut(Map.of("Pin", "ABCD123", "AccountId", "999988887777")));
    refused(
        ErrorType.FORBIDDEN,
        words,
        () -> portOut(Map.of("Pin", "ABCD123", "PhoneNumbers", List.of("+12065550109"))));
    // the number's own PIN goes before the account's
    refused(
        ErrorType.FORBIDDEN,
        words,
        () -> portOut(Map.of("Pin", "ABCD123", "PhoneNumbers", List.of(SECOND))));
    assertThat(listed()).isEmpty();

    portOut(Map.of("Pin", "ABCD123"));
    portOut(Map.of("Pin", "9999xyz", "PhoneNumbers", List.of(SECOND)));
  }

  @Test
  void aPinIsSealedAndCanBeTakenAway() {
    pin(Map.of("Pin", "ABCD123"));
    String partition = "account/111122223333/port-out-pins";
    assertThat(porting.core.items.query(ItemQuery.partition(partition, "", 10)).items().toString())
        .doesNotContain("ABCD123");

    new DeletePortOutPin(pins, porting.core.numbers)
        .handle(OperatorDocument.empty(), porting.core.caller);
    portOut(Map.of());
    refused(
        ErrorType.NOT_FOUND,
        "PhoneNumber",
        () -> pin(Map.of("Pin", "ABCD123", "PhoneNumber", "+12065550109")));
  }

  @Test
  void aNumberIsInOneOpenRequestOnly() {
    String id = (String) portOut(Map.of()).get("RequestId");
    refused(ErrorType.CONFLICT, "another open port-out", () -> portOut(Map.of()));
    to(id, "REJECTED");
    portOut(Map.of());
  }

  @Test
  void illegalChangesOfStateAreRefused() {
    String id = (String) portOut(Map.of()).get("RequestId");
    refused(ErrorType.CONFLICT, "SUBMITTED cannot become COMPLETED", () -> to(id, "COMPLETED"));
    to(id, "ACCEPTED");
    to(id, "CANCELLED");
    refused(ErrorType.CONFLICT, "it has ended", () -> to(id, "ACCEPTED"));
  }

  @Test
  void aNumberThatLeftIsNeverOfferedAgain() {
    String id = (String) portOut(Map.of()).get("RequestId");
    to(id, "ACCEPTED");
    to(id, "COMPLETED");
    assertThat(porting.core.numbers.find(FIRST)).isPresent(); // the account deletes it itself
    new DeletePhoneNumber(porting.core.numbers)
        .handle(
            DeletePhoneNumberRequest.builder().phoneNumberId(FIRST).build(), porting.core.caller);
    porting.core.pass(Duration.ofDays(8));

    assertThat(porting.core.numbers.find(FIRST)).isEmpty();
    assertThat(porting.core.order(TRUNK, FIRST).status()).isEqualTo(PhoneNumberOrderStatus.FAILED);
  }

  private Map<String, Object> portOut(Map<String, Object> more) {
    Map<String, Object> request =
        new HashMap<>(
            Map.of(
                "AccountId",
                "111122223333",
                "PhoneNumbers",
                List.of(FIRST),
                "WinningCarrier",
                "New Telecom"));
    request.putAll(more);
    return PortingFixture.member(
        new CreatePortOutRequest(portOuts, pins, porting.core.numbers)
            .handle(new OperatorDocument(request), porting.core.caller));
  }

  private void pin(Map<String, Object> request) {
    new PutPortOutPin(pins, porting.core.numbers)
        .handle(new OperatorDocument(request), porting.core.caller);
  }

  private void to(String id, String status) {
    new UpdatePortOutRequest(portOuts)
        .handle(
            new OperatorDocument(Map.of("RequestId", id, "Status", status)), porting.core.caller);
  }

  private List<?> listed() {
    return (List<?>)
        new ListPortOutRequests(porting.core.listing, porting.requests)
            .handle(OperatorDocument.empty(), porting.core.caller)
            .members()
            .get("PortOutRequests");
  }
}
