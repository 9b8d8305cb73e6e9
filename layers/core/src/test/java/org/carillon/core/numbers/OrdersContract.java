package org.carillon.core.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Listing;
import org.carillon.core.PageToken;
import org.carillon.core.access.Principal;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Sealer;
import org.carillon.core.quotas.PutQuota;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.settings.Settings;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.CreatePhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumberOrdersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumbersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumbersResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.RestorePhoneNumberRequest;

/**
 * What every item store must make true of orders when many act at the same moment (N2, N10, O8).
 * Each test has an account and numbers of its own, so that they may share a store.
 */
public abstract class OrdersContract {

  private static final int AT_ONCE = 6;

  private final Account account =
      new Account(
          String.valueOf(ThreadLocalRandom.current().nextLong(100_000_000_000L, 999_999_999_999L)),
          "us-east-1");
  private final String prefix = "+1206" + ThreadLocalRandom.current().nextInt(20_000, 100_000);
  private final int first = ThreadLocalRandom.current().nextInt(2_000_000, 9_000_000);
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private final Caller caller =
      new Caller(account, new Principal(account.id(), account.rootArn(), "AKIA"), Ids.guid());

  /** The store. */
  protected abstract Items items();

  /** Seals the tokens of pages. */
  protected abstract Sealer sealer();

  @Test
  void aNumberOrderedTwiceAtTheSameMomentGoesToExactlyOneOrder() throws Exception {
    stock(10);
    for (int round = 0; round < 10; round++) {
      String number = number(round);
      List<PhoneNumberOrder> orders = allAtOnce(Collections.nCopies(AT_ONCE, () -> order(number)));

      assertThat(orders)
          .extracting(PhoneNumberOrder::status)
          .containsOnlyOnce(PhoneNumberOrderStatus.SUCCESSFUL)
          .containsOnly(PhoneNumberOrderStatus.SUCCESSFUL, PhoneNumberOrderStatus.FAILED);
      assertThat(numbers().find(number).orElseThrow().orderId())
          .isEqualTo(
              orders.stream()
                  .filter(o -> o.status() == PhoneNumberOrderStatus.SUCCESSFUL)
                  .map(PhoneNumberOrder::phoneNumberOrderId)
                  .findFirst()
                  .orElseThrow());
    }
    assertThat(placesTaken()).isEqualTo(10);
  }

  @Test
  void ordersOfHundredsThatOverlapShareTheNumbersAndLoseNone() throws Exception {
    // given 300 numbers, and orders of 150 of two accounts, each half the same as the next
    List<String> all =
        IntStream.range(0, 300).mapToObj(i -> "+1253" + (first + i)).sorted().toList();
    new NumberPool(items())
        .load(
            "storm " + first,
            NumberRange.read(
                List.of("US,Local," + all.getFirst() + "," + all.getLast() + ",WA,Tacoma")));
    Account other = new Account(new StringBuilder(account.id()).reverse().toString(), "us-east-1");
    List<Callable<PhoneNumberOrder>> tasks = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      Account buyer = i % 2 == 0 ? account : other;
      List<String> wanted = new ArrayList<>(all.subList(30 * i, 30 * i + 150));
      Collections.shuffle(wanted);
      tasks.add(() -> order(buyer, wanted.toArray(String[]::new)));
    }
    // and readers who finish what they find in Processing
    tasks.add(() -> listOrders(account));
    tasks.add(() -> listOrders(other));

    // when all come at the same moment
    List<PhoneNumberOrder> orders = allAtOnce(tasks).subList(0, AT_ONCE);

    // then each number is with exactly one order, and in that order's inventory only
    Map<String, String> winners = new HashMap<>();
    for (PhoneNumberOrder order : orders) {
      assertThat(order.status()).isNotEqualTo(PhoneNumberOrderStatus.PROCESSING);
      for (OrderedPhoneNumber number : order.orderedPhoneNumbers()) {
        if (number.status() == OrderedPhoneNumberStatus.ACQUIRED) {
          assertThat(winners.put(number.e164PhoneNumber(), order.phoneNumberOrderId())).isNull();
        }
      }
    }
    assertThat(winners.keySet()).containsExactlyInAnyOrderElementsOf(all);
    long taken = 0;
    for (Account owner : List.of(account, other)) {
      List<PhoneNumber> inventory =
          all.stream().flatMap(number -> numbers(owner).find(number).stream()).toList();
      assertThat(inventory)
          .allSatisfy(
              number ->
                  assertThat(winners.remove(number.e164PhoneNumber())).isEqualTo(number.orderId()));
      assertThat(placesTaken(owner)).isEqualTo(inventory.size());
      taken += inventory.size();
    }
    assertThat(taken).isEqualTo(300);
    assertThat(winners).isEmpty();
  }

  @Test
  void theQuotaHoldsHoweverManyOrderAtTheSameMoment() throws Exception {
    stock(AT_ONCE);
    new PutQuota(quotas())
        .handle(
            new OperatorDocument(Map.of("QuotaCode", Quota.PHONE_NUMBERS.code(), "Value", 4)),
            caller);

    List<String> ends =
        allAtOnce(
            IntStream.range(0, AT_ONCE).<Callable<String>>mapToObj(i -> () -> end(i)).toList());

    assertThat(ends.stream().filter("Successful"::equals)).hasSize(4);
    assertThat(ends.stream().filter(ErrorType.RESOURCE_LIMIT_EXCEEDED.name()::equals))
        .hasSize(AT_ONCE - 4);
    assertThat(inventory()).hasSize(4);
  }

  @Test
  void aNumberThatLeavesIsGotByExactlyOneWhoeverSweepsAndOrders() throws Exception {
    stock(5);
    for (int round = 0; round < 5; round++) {
      String number = number(round);
      order(number);
      new DeletePhoneNumber(numbers())
          .handle(DeletePhoneNumberRequest.builder().phoneNumberId(number).build(), caller);
      now = now.plus(Duration.ofDays(7));

      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        tasks.add(
            () -> String.valueOf(new NumberLifecycle(items(), account, clock).sweep().released()));
        tasks.add(() -> order(number).statusAsString());
      }
      List<String> ends = allAtOnce(tasks);

      assertThat(ends.stream().filter("Successful"::equals)).hasSizeLessThanOrEqualTo(1);
      assertThat(ends.stream().filter("1"::equals)).hasSizeLessThanOrEqualTo(1);
      if (!ends.contains("Successful")) {
        assertThat(order(number).status()).isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
      }
      assertThat(placesTaken()).isEqualTo(round + 1);
    }
    assertThat(inventory()).hasSize(5);
  }

  @Test
  void aNumberDeletedAndRestoredByManyIsOneOrTheOther() throws Exception {
    stock(1);
    String number = number(0);
    order(number);
    List<Callable<String>> tasks = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      tasks.add(
          () -> {
            new DeletePhoneNumber(numbers())
                .handle(DeletePhoneNumberRequest.builder().phoneNumberId(number).build(), caller);
            return "deleted";
          });
      tasks.add(
          () -> {
            try {
              new RestorePhoneNumber(numbers())
                  .handle(
                      RestorePhoneNumberRequest.builder().phoneNumberId(number).build(), caller);
              return "restored";
            } catch (ApiException refused) {
              return refused.type().name();
            }
          });
    }

    assertThat(allAtOnce(tasks)).isSubsetOf("deleted", "restored", "BAD_REQUEST");
    PhoneNumber end = numbers().find(number).orElseThrow();
    assertThat(end.deletionTimestamp() == null)
        .isEqualTo(end.statusAsString().equals("Unassigned"));
    assertThat(listed(b -> b.status(end.statusAsString()))).containsExactly(number);
    assertThat(placesTaken()).isEqualTo(1);
  }

  @Test
  void aRareFilterIsOnePageHoweverManyNumbersThereAre() {
    stock(90);
    String[] all = IntStream.range(0, 90).mapToObj(this::number).toArray(String[]::new);
    order(all);
    new DeletePhoneNumber(numbers())
        .handle(DeletePhoneNumberRequest.builder().phoneNumberId(all[77]).build(), caller);

    assertThat(listed(b -> b.status("ReleaseInProgress").maxResults(1))).containsExactly(all[77]);
    assertThat(listed(b -> b.productType(PhoneNumberProductType.VOICE_CONNECTOR).maxResults(1)))
        .isEmpty();
    assertThat(listed(b -> b.status("Unassigned").maxResults(7)))
        .hasSize(89)
        .doesNotHaveDuplicates();
    assertThat(listed(b -> b.maxResults(11))).containsExactly(all);
  }

  private String end(int number) {
    try {
      return order(number(number)).statusAsString();
    } catch (ApiException refused) {
      return refused.type().name();
    }
  }

  private static <T> List<T> allAtOnce(List<? extends Callable<T>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    List<Callable<T>> together = new ArrayList<>();
    for (Callable<T> task : tasks) {
      together.add(
          () -> {
            start.await();
            return task.call();
          });
    }
    List<T> ends = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> end : threads.invokeAll(together)) {
        ends.add(end.get());
      }
    }
    return ends;
  }

  private void stock(int count) {
    new NumberPool(items())
        .load(
            "contract " + prefix,
            NumberRange.read(
                List.of("US,Local," + number(0) + "," + number(count - 1) + ",WA,Seattle")));
  }

  private String number(int i) {
    return prefix + (i < 10 ? "0" : "") + i;
  }

  private PhoneNumbers numbers() {
    return numbers(account);
  }

  private PhoneNumbers numbers(Account owner) {
    return new PhoneNumbers(items(), owner, clock);
  }

  private Quotas quotas() {
    return new Quotas(items(), account);
  }

  private PhoneNumberOrder order(String... e164) {
    return order(account, e164);
  }

  private PhoneNumberOrders orders(Account buyer) {
    return new PhoneNumberOrders(
        items(), buyer, new NumberPool(items()), numbers(buyer), new Settings(items(), buyer));
  }

  private PhoneNumberOrder order(Account buyer, String... e164) {
    PhoneNumberOrders orders = orders(buyer);
    String id =
        new CreatePhoneNumberOrder(orders, new NumberPool(items()), numbers(buyer))
            .handle(
                CreatePhoneNumberOrderRequest.builder()
                    .productType(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN)
                    .e164PhoneNumbers(e164)
                    .build(),
                caller)
            .phoneNumberOrder()
            .phoneNumberOrderId();
    return new GetPhoneNumberOrder(orders)
        .handle(GetPhoneNumberOrderRequest.builder().phoneNumberOrderId(id).build(), caller)
        .phoneNumberOrder();
  }

  /** The last order of an account's list, none of them in Processing. */
  private PhoneNumberOrder listOrders(Account buyer) {
    Listing listing = new Listing(items(), new PageToken(sealer()));
    List<PhoneNumberOrder> listed =
        new ListPhoneNumberOrders(listing, orders(buyer))
            .handle(ListPhoneNumberOrdersRequest.builder().build(), caller)
            .phoneNumberOrders();
    assertThat(listed)
        .extracting(PhoneNumberOrder::status)
        .doesNotContain(PhoneNumberOrderStatus.PROCESSING);
    return listed.isEmpty() ? null : listed.getLast();
  }

  private List<String> inventory() {
    return listed(b -> {});
  }

  private ListPhoneNumbersResponse page(Consumer<ListPhoneNumbersRequest.Builder> question) {
    Listing listing = new Listing(items(), new PageToken(sealer()));
    return new ListPhoneNumbers(listing, numbers(), rule -> Optional.empty())
        .handle(ListPhoneNumbersRequest.builder().applyMutation(question).build(), caller);
  }

  /** All pages of a list. */
  private List<String> listed(Consumer<ListPhoneNumbersRequest.Builder> question) {
    List<String> all = new ArrayList<>();
    String token = null;
    do {
      String next = token;
      ListPhoneNumbersResponse page = page(question.andThen(b -> b.nextToken(next)));
      page.phoneNumbers().forEach(number -> all.add(number.e164PhoneNumber()));
      token = page.nextToken();
    } while (token != null);
    return all;
  }

  private long placesTaken() {
    return placesTaken(account);
  }

  private long placesTaken(Account owner) {
    return items()
        .get(
            new ItemKey(
                "account/" + owner.id() + "/quotas/counts", Quota.PHONE_NUMBERS.code() + "/"))
        .map(item -> (Long) item.body().get("Value"))
        .orElse(0L);
  }
}
