package org.carillon.core.porting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.numbers.DeletePhoneNumber;
import org.carillon.core.numbers.NumberLifecycle;
import org.carillon.core.numbers.RestorePhoneNumber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.RestorePhoneNumberRequest;

/**
 * Every way in which a number comes takes a place in the quota, and every way in which it goes
 * gives it back (O8): after each, the count is the number of numbers.
 */
class NumberQuotaTest {

  private static final List<String> PORTED = List.of("+13605550100", "+13605550101");
  private static final String ORDERED = "+12065550100";
  private static final String ABROAD = "+442079460000";

  private final PortingFixture porting = new PortingFixture();

  /** Whatever a test did: what is counted is what is there. */
  @AfterEach
  void theCountIsTheInventory() {
    assertThat(porting.numbersCounted())
        .isEqualTo(porting.core.items.keys("account/111122223333/numbers").size());
  }

  @Test
  void anOrderTakesAPlaceAndTheSweepAfterADeletionGivesItBack() {
    order(ORDERED);
    assertThat(porting.numbersCounted()).isOne();
    delete(ORDERED);
    assertThat(porting.numbersCounted()).as("the queue counts").isOne();

    sweepAfterAWeek();
    assertThat(porting.numbersCounted()).isZero();
  }

  @Test
  void aRestoredNumberKeepsItsPlace() {
    order(ORDERED);
    delete(ORDERED);
    new RestorePhoneNumber(porting.core.numbers)
        .handle(
            RestorePhoneNumberRequest.builder().phoneNumberId(ORDERED).build(),
            porting.core.caller);

    sweepAfterAWeek();
    assertThat(porting.numbersCounted()).isOne();
  }

  @Test
  void aPortInTakesItsPlacesWhenItIsSubmittedAndKeepsThemWhenItCompletes() {
    String id = portIn();
    assertThat(porting.numbersCounted()).isEqualTo(2);
    porting.letter(id);
    porting.updatePortIn(
        Map.of("RequestId", id, "Status", "FOC", "FocDate", "2026-01-20T10:00:00Z"));
    porting.core.pass(Duration.ofDays(20));

    assertThat(porting.portIns.completeDue()).isOne();
    assertThat(porting.numbersCounted()).isEqualTo(2);
    PORTED.forEach(this::delete);
    sweepAfterAWeek();
    assertThat(porting.numbersCounted()).isZero();
  }

  @Test
  void aCancelledPortInGivesItsPlacesBack() {
    String id = portIn();
    porting.updatePortIn(Map.of("RequestId", id, "Status", "CANCELLED"));
    assertThat(porting.numbersCounted()).isZero();
  }

  @Test
  void aPortInThatTheQuotaHasNoRoomForIsRefusedAndLeavesNothing() {
    order(ORDERED);
    porting.quota(2);
    int before = porting.core.items.size();

    refused(
        ErrorType.RESOURCE_LIMIT_EXCEEDED,
        "1 are there and the quota PhoneNumbers is 2",
        this::portIn);
    assertThat(porting.core.items.size()).isEqualTo(before);
    porting.quota(3);
    portIn();
    assertThat(porting.numbersCounted()).isEqualTo(3);
  }

  @Test
  void aDeliveredInternationalNumberTakesAPlaceAndGivesItBack() {
    deliver(ABROAD);
    assertThat(porting.numbersCounted()).isOne();
    delete(ABROAD);
    sweepAfterAWeek();
    assertThat(porting.numbersCounted()).isZero();
  }

  @Test
  void aPortedOutNumberGivesItsPlaceBackWhenTheAccountHasDeletedIt() {
    order(ORDERED);
    portOut();
    assertThat(porting.numbersCounted()).as("still in the inventory").isOne();
    delete(ORDERED);
    sweepAfterAWeek();
    assertThat(porting.numbersCounted()).isZero();
    assertThat(porting.core.pool.has(ORDERED)).isFalse();
  }

  private void order(String... numbers) {
    porting.core.order(PhoneNumberProductType.VOICE_CONNECTOR, numbers);
  }

  private String portIn() {
    return (String) porting.portIn(PortInTest.request("PhoneNumbers", PORTED)).get("RequestId");
  }

  private void deliver(String e164) {
    Map<String, Object> wanted =
        Map.of(
            "ApplicantType",
            "BUSINESS",
            "ApplicantName",
            "Analytical Engines Ltd",
            "PhoneNumberType",
            "Local",
            "Country",
            "GB",
            "Quantity",
            1);
    String id =
        (String)
            PortingFixture.member(
                    new CreateInternationalNumberRequest(porting.core.items, porting.requests)
                        .handle(new OperatorDocument(wanted), porting.core.caller))
                .get("RequestId");
    new UpdateInternationalNumberRequest(porting.core.items, porting.requests)
        .handle(
            new OperatorDocument(Map.of("RequestId", id, "Status", "APPROVED")),
            porting.core.caller);
    new DeliverInternationalNumbers(
            porting.core.items, porting.requests, porting.core.pool, porting.core.orders)
        .handle(
            new OperatorDocument(Map.of("RequestId", id, "PhoneNumbers", List.of(e164))),
            porting.core.caller);
  }

  private void portOut() {
    PortOuts portOuts = new PortOuts(porting.core.items, porting.requests);
    PortOutPins pins = new PortOutPins(porting.core.items, porting.core.sealer, porting.requests);
    Map<String, Object> made =
        PortingFixture.member(
            new CreatePortOutRequest(portOuts, pins, porting.core.numbers)
                .handle(
                    new OperatorDocument(
                        Map.of(
                            "AccountId",
                            "111122223333",
                            "PhoneNumbers",
                            List.of(ORDERED),
                            "WinningCarrier",
                            "New Telecom")),
                    porting.core.caller));
    for (String status : List.of("ACCEPTED", "COMPLETED")) {
      new UpdatePortOutRequest(portOuts)
          .handle(
              new OperatorDocument(Map.of("RequestId", made.get("RequestId"), "Status", status)),
              porting.core.caller);
    }
  }

  private void delete(String e164) {
    new DeletePhoneNumber(porting.core.numbers)
        .handle(
            DeletePhoneNumberRequest.builder().phoneNumberId(e164).build(), porting.core.caller);
  }

  private void sweepAfterAWeek() {
    porting.core.pass(Duration.ofDays(7));
    new NumberLifecycle(porting.core.items, porting.core.account, porting.core.clock).sweep();
  }
}
