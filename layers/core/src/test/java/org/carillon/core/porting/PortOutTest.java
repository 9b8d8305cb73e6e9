package org.carillon.core.porting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.ServiceEvents;
import org.carillon.core.numbers.DeletePhoneNumber;
import org.carillon.core.numbers.ListedNumber;
import org.carillon.core.numbers.NumberLists;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.ports.ItemQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

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
    assertThat(porting.core.pool.has(FIRST)).as("it can be ported in again").isFalse();
  }

  @Test
  void aNumberThatLeftIsNotOfferedByALaterListUnlessTheOperatorSaysSo() {
    String id = (String) portOut(Map.of()).get("RequestId");
    to(id, "ACCEPTED");
    porting.core.pass(Duration.ofHours(36));
    to(id, "COMPLETED");
    new DeletePhoneNumber(porting.core.numbers)
        .handle(
            DeletePhoneNumberRequest.builder().phoneNumberId(FIRST).build(), porting.core.caller);
    porting.core.pass(Duration.ofDays(8));
    assertThat(porting.core.numbers.find(FIRST)).isEmpty();
    NumberLists lists = new NumberLists(porting.core.items);
    String carrier = NumberPool.SIMULATED_CARRIER;
    List<ListedNumber> list =
        List.of(new ListedNumber(FIRST, "US", PhoneNumberType.LOCAL, "WA", "Seattle"));

    Map<String, String> refusal =
        Map.of(
            FIRST,
            "was ported out at 2026-01-02T12:00:00Z; start the import with AdmitPortedOut if it is"
                + " back");
    assertThat(lists.check(carrier, list, NumberLists.PortedOut.REFUSED)).isEqualTo(refusal);
    assertThat(lists.accept(carrier, list, NumberLists.PortedOut.REFUSED)).isEqualTo(refusal);
    assertThat(porting.core.order(TRUNK, FIRST).status()).isEqualTo(PhoneNumberOrderStatus.FAILED);

    assertThat(lists.check(carrier, list, NumberLists.PortedOut.ADMITTED)).isEmpty();
    assertThat(lists.accept(carrier, list, NumberLists.PortedOut.ADMITTED)).isEmpty();
    assertThat(porting.core.order(TRUNK, FIRST).status())
        .isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
  }

  @Test
  void aPinThatIsTriedTooOftenIsLockedForAWhile() {
    pin(Map.of("Pin", "ABCD123"));
    for (int i = 0; i < 5; i++) {
      refused(ErrorType.FORBIDDEN, "do not belong together", () -> portOut(Map.of("Pin", "0000")));
    }

    // the right one neither, and a locked PIN is not tried any longer
    porting.core.pass(Duration.ofMinutes(59));
    refused(
        ErrorType.THROTTLED_CLIENT,
        "Pin: wrong PINs were given too often. Port-out requests for these numbers are refused"
            + " until 2026-01-01T01:00:00Z",
        () -> portOut(Map.of("Pin", "ABCD123")));
    assertThat(listed()).isEmpty();
    assertThat(noted("LockPortOutPin"))
        .singleElement()
        .isEqualTo(Map.of("PinOf", "account", "LockedUntil", "2026-01-01T01:00:00Z"));

    porting.core.pass(Duration.ofMinutes(1));
    portOut(Map.of("Pin", "ABCD123"));
  }

  @Test
  void wrongPinsAddUpOnlyWithinAQuarterOfAnHour() {
    pin(Map.of("Pin", "ABCD123"));
    for (int i = 0; i < 4; i++) {
      refused(ErrorType.FORBIDDEN, "belong together", () -> portOut(Map.of("Pin", "0000")));
    }
    porting.core.pass(Duration.ofMinutes(15));
    for (int i = 0; i < 4; i++) {
      refused(ErrorType.FORBIDDEN, "belong together", () -> portOut(Map.of("Pin", "0000")));
    }

    portOut(Map.of("Pin", "ABCD123")); // and that forgets the wrong ones
    for (int i = 0; i < 4; i++) {
      refused(ErrorType.FORBIDDEN, "belong together", () -> portOut(Map.of("Pin", "0000")));
    }
    portOut(Map.of("Pin", "ABCD123", "PhoneNumbers", List.of(SECOND)));
  }

  @Test
  void eachPinIsLockedForItselfAndANewOneEndsIt() {
    pin(Map.of("Pin", "ABCD123"));
    pin(Map.of("Pin", "9999xyz", "PhoneNumber", SECOND));
    for (int i = 0; i < 5; i++) {
      refused(
          ErrorType.FORBIDDEN,
          "belong together",
          () -> portOut(Map.of("PhoneNumbers", List.of(SECOND))));
    }
    Map<String, Object> second = Map.of("Pin", "9999xyz", "PhoneNumbers", List.of(SECOND));
    refused(ErrorType.THROTTLED_CLIENT, "too often", () -> portOut(second));
    portOut(Map.of("Pin", "ABCD123"));

    pin(Map.of("Pin", "9999xyz", "PhoneNumber", SECOND));
    portOut(second);
  }

  @Test
  void ofManyTriesAtOnceFiveAreCompared() throws Exception {
    pin(Map.of("Pin", "ABCD123"));
    AtomicInteger compared = new AtomicInteger();
    AtomicInteger locked = new AtomicInteger();
    Callable<Void> attempt =
        () -> {
          try {
            portOut(Map.of("Pin", "0000"));
          } catch (ApiException refused) {
            assertThat(refused.type()).isIn(ErrorType.FORBIDDEN, ErrorType.THROTTLED_CLIENT);
            (refused.type() == ErrorType.FORBIDDEN ? compared : locked).incrementAndGet();
          }
          return null;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> tried : threads.invokeAll(Collections.nCopies(12, attempt))) {
        tried.get();
      }
    }
    assertThat(compared).hasValue(5);
    assertThat(locked).hasValue(7);
  }

  private List<Map<?, ?>> noted(String event) {
    return porting
        .core
        .items
        .query(ItemQuery.partition(ServiceEvents.partition("111122223333"), "", 100))
        .items()
        .stream()
        .filter(note -> note.body().get(ServiceEvents.NAME).equals(event))
        .<Map<?, ?>>map(note -> (Map<?, ?>) note.body().get(ServiceEvents.DETAILS))
        .toList();
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
