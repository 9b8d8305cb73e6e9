package org.carillon.core.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.carillon.core.CoreFixture.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.CoreFixture;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.quotas.PutQuota;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumberOrdersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberSettingsRequest;

class PhoneNumberOrdersTest {

  private static final PhoneNumberProductType DIAL_IN =
      PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN;
  private static final PhoneNumberProductType CONNECTOR = PhoneNumberProductType.VOICE_CONNECTOR;

  private final CoreFixture core = new CoreFixture();

  @Test
  void aNumberOrderedTwiceAtTheSameMomentGoesToExactlyOneOrder() throws Exception {
    int buyers = 4;
    for (int round = 0; round < 25; round++) {
      String number = "+12065550" + (100 + round);
      CyclicBarrier start = new CyclicBarrier(buyers);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Callable<PhoneNumberOrder>> tasks = new ArrayList<>();
        for (int buyer = 0; buyer < buyers; buyer++) {
          tasks.add(
              () -> {
                start.await();
                return core.order(DIAL_IN, number);
              });
        }
        List<PhoneNumberOrder> orders = new ArrayList<>();
        for (Future<PhoneNumberOrder> ended : threads.invokeAll(tasks)) {
          orders.add(ended.get());
        }

        assertThat(orders)
            .extracting(PhoneNumberOrder::status)
            .containsOnlyOnce(PhoneNumberOrderStatus.SUCCESSFUL)
            .containsOnly(PhoneNumberOrderStatus.SUCCESSFUL, PhoneNumberOrderStatus.FAILED);
        PhoneNumberOrder winner =
            orders.stream()
                .filter(o -> o.status() == PhoneNumberOrderStatus.SUCCESSFUL)
                .findFirst()
                .orElseThrow();
        assertThat(core.numbers.find(number).orElseThrow().orderId())
            .isEqualTo(winner.phoneNumberOrderId());
      }
    }
  }

  @Test
  void anOrderThatWasCutShortIsFinishedByTheNextReader() {
    String[] numbers = threeHundred();
    // one write takes the order, two batches are claimed, then the process dies
    core.items.failAfter(3);
    assertThatIllegalStateException().isThrownBy(() -> core.order(DIAL_IN, numbers));
    assertThat(inventory()).hasSize(2 * NumberClaims.TOGETHER);
    core.items.failAfter(Integer.MAX_VALUE);

    PhoneNumberOrder listed =
        new ListPhoneNumberOrders(core.listing, core.orders)
            .handle(ListPhoneNumberOrdersRequest.builder().build(), core.caller)
            .phoneNumberOrders()
            .getFirst();

    assertThat(listed.status()).isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
    assertThat(core.order(listed.phoneNumberOrderId())).isEqualTo(listed);
    assertThat(inventory()).containsExactlyInAnyOrder(numbers);
  }

  @Test
  void anOrderOfWhichOnlyAPartCanBeHadIsPartial() {
    core.order(DIAL_IN, "+12065550100");

    PhoneNumberOrder order = core.order(DIAL_IN, "+12065550100", "+12065550101", "+19995550100");

    assertThat(order.status()).isEqualTo(PhoneNumberOrderStatus.PARTIAL);
    assertThat(order.orderedPhoneNumbers())
        .extracting(n -> n.status())
        .containsExactly(
            OrderedPhoneNumberStatus.FAILED,
            OrderedPhoneNumberStatus.ACQUIRED,
            OrderedPhoneNumberStatus.FAILED);
    assertThat(inventory()).containsExactly("+12065550100", "+12065550101");
  }

  @Test
  void aLargeOrderGoesThrough() {
    assertThat(core.order(DIAL_IN, threeHundred()).status())
        .isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
    assertThat(inventory()).hasSize(300);
  }

  private static String[] threeHundred() {
    return Stream.of("206", "212", "312", "404", "415", "512")
        .flatMap(area -> IntStream.range(100, 150).mapToObj(i -> "+1" + area + "5550" + i))
        .toArray(String[]::new);
  }

  @Test
  void aNumberThatTheAccountHasAlreadyHoldsUpNoOther() {
    // ported in, and then on a carrier's list too
    core.items.write(
        InventoryNumber.create(
            core.account.id(),
            PhoneNumberOrders.inventoryNumber(
                "+12065550101",
                "US",
                PhoneNumberType.LOCAL,
                CONNECTOR,
                "00000000-0000-4000-8000-000000000002",
                core.clock.instant())));

    PhoneNumberOrder order = core.order(DIAL_IN, "+12065550100", "+12065550101", "+12065550102");

    assertThat(order.status()).isEqualTo(PhoneNumberOrderStatus.PARTIAL);
    assertThat(order.orderedPhoneNumbers())
        .extracting(n -> n.status())
        .containsExactly(
            OrderedPhoneNumberStatus.ACQUIRED,
            OrderedPhoneNumberStatus.FAILED,
            OrderedPhoneNumberStatus.ACQUIRED);
    assertThat(core.numbers.find("+12065550101").orElseThrow().productType()).isEqualTo(CONNECTOR);
  }

  @Test
  void ordersThatCannotBeAreRefusedAndStoreNothing() {
    refused(ErrorType.BAD_REQUEST, "1 to 500", () -> core.order(DIAL_IN));
    refused(
        ErrorType.BAD_REQUEST,
        "1 to 500",
        () ->
            core.order(
                DIAL_IN, IntStream.range(0, 501).mapToObj(i -> "+1" + i).toArray(String[]::new)));
    refused(
        ErrorType.BAD_REQUEST,
        "E164PhoneNumbers[1]: listed twice",
        () -> core.order(DIAL_IN, "+12065550100", "12065550100"));
    refused(
        ErrorType.BAD_REQUEST,
        "E164PhoneNumbers[0]: not a number",
        () -> core.order(DIAL_IN, "call me"));
    refused(
        ErrorType.BAD_REQUEST,
        "+442079460000",
        () -> core.order(CONNECTOR, "+12065550100", "+442079460000"));
    assertThat(inventory()).isEmpty();
    assertThat(core.items.query(ItemQuery.partition("account/111122223333/orders", "", 10)).items())
        .isEmpty();

    assertThat(core.order(DIAL_IN, "+442079460000").status())
        .isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
  }

  @Test
  void newLocalNumbersOfTheUsGetTheDefaultCallingName() {
    new org.carillon.core.settings.UpdatePhoneNumberSettings(core.settings, core.clock)
        .handle(
            UpdatePhoneNumberSettingsRequest.builder().callingName("Carillon Ltd").build(),
            core.caller);

    core.order(DIAL_IN, "+12065550100", "+18005550100", "+442079460000");

    assertThat(core.numbers.find("+12065550100").map(PhoneNumber::callingName))
        .contains("Carillon Ltd");
    assertThat(core.numbers.find("+18005550100").map(PhoneNumber::callingName)).isEmpty();
    assertThat(core.numbers.find("+442079460000").map(PhoneNumber::callingName)).isEmpty();
  }

  @Test
  void anOrderTakesItsPlacesInTheQuotaAndGivesBackThoseItDidNotUse() {
    Quotas quotas = new Quotas(core.items, core.account);
    new PutQuota(quotas)
        .handle(
            new OperatorDocument(Map.of("QuotaCode", Quota.PHONE_NUMBERS.code(), "Value", 3)),
            core.caller);

    core.order(DIAL_IN, "+12065550100", "+12065550101");
    refused(
        ErrorType.RESOURCE_LIMIT_EXCEEDED,
        "PhoneNumbers",
        () -> core.order(DIAL_IN, "+12065550102", "+12065550103"));
    assertThat(inventory()).containsExactly("+12065550100", "+12065550101");
    assertThat(core.items.query(ItemQuery.partition("account/111122223333/orders", "", 10)).items())
        .as("the refused order is not there")
        .hasSize(1);

    // one that fails takes no place for good
    assertThat(core.order(DIAL_IN, "+12065550101").status())
        .isEqualTo(PhoneNumberOrderStatus.FAILED);
    assertThat(core.order(DIAL_IN, "+12065550102").status())
        .isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);

    // a deleted number keeps its place until it leaves
    new DeletePhoneNumber(core.numbers)
        .handle(
            DeletePhoneNumberRequest.builder().phoneNumberId("+12065550100").build(), core.caller);
    refused(
        ErrorType.RESOURCE_LIMIT_EXCEEDED,
        "PhoneNumbers",
        () -> core.order(DIAL_IN, "+12065550103"));
    core.pass(InventoryNumber.DELETION_QUEUE);
    new NumberLifecycle(core.items, core.account, core.clock).sweep();
    assertThat(core.order(DIAL_IN, "+12065550103").status())
        .isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
  }

  private List<String> inventory() {
    return core
        .items
        .query(ItemQuery.partition("account/111122223333/numbers", "", 1000))
        .items()
        .stream()
        .map(item -> item.key().sort())
        .toList();
  }
}
