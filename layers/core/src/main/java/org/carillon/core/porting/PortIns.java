package org.carillon.core.porting;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Retries;
import org.carillon.core.ServiceEvents;
import org.carillon.core.documents.Fields;
import org.carillon.core.numbers.InventoryNumber;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.PhoneNumberOrders;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;

/**
 * What a port-in does to the inventory and to the order that shows it (N5). Its numbers stand in
 * the inventory from its first day, so that they can be assigned; they are active at the FOC date.
 * Each change of state is one transaction: the request, its order, its numbers. Safe for use by
 * many threads.
 */
public final class PortIns {

  private static final Logger LOG = LoggerFactory.getLogger(PortIns.class);

  static final String FOC_DATE = "FocDate";

  private static final NumberRequests.Kind KIND = NumberRequests.Kind.PORT_IN;
  private static final String DUE = "port-ins-due";
  private static final int DUE_AT_ONCE = 100;

  private final Items items;
  private final NumberRequests requests;
  private final PhoneNumbers numbers;
  private final PhoneNumberOrders orders;
  private final Quotas quotas;

  /** The port-ins among these requests. */
  public PortIns(
      Items items, NumberRequests requests, PhoneNumbers numbers, PhoneNumberOrders orders) {
    this.items = items;
    this.requests = requests;
    this.numbers = numbers;
    this.orders = orders;
    this.quotas = new Quotas(items, requests.account());
  }

  /** The port-ins of an account, for whoever looks after them without being asked. */
  public static PortIns of(Items items, Account account, InstantSource clock) {
    PhoneNumbers numbers = new PhoneNumbers(items, account, clock);
    return new PortIns(
        items,
        new NumberRequests(items, account, clock),
        numbers,
        new PhoneNumberOrders(
            items, account, new NumberPool(items), numbers, new Settings(items, account)));
  }

  NumberRequests requests() {
    return requests;
  }

  /** Stores a new request, with its numbers and its order. */
  void create(PortInOrder order) {
    Retries.onConflict(
        () -> {
          List<ItemWrite> writes = new ArrayList<>();
          writes.add(ItemWrite.create(requests.key(KIND, order.requestId()), order.body()));
          writes.add(orders.create(order.order()));
          writes.add(quotas.take(Quota.PHONE_NUMBERS, "", order.numbers().size()));
          order
              .numbers()
              .forEach(
                  number -> writes.add(InventoryNumber.create(requests.account().id(), number)));
          items.write(writes);
          return order;
        });
  }

  /** A request as it stands now: at its FOC date it has completed. */
  Map<String, Object> current(String requestId) {
    return Retries.onConflict(() -> settled(requests.require(KIND, requestId)).body());
  }

  /** A request as it stands now, to be changed. */
  Item settled(Item read) {
    if (status(read) == PortInStatus.FOC && !requests.now().isBefore(focDate(read).orElseThrow())) {
      LOG.info("port-in {} has reached its FOC date", read.key().sort());
      change(read, new LinkedHashMap<>(read.body()), PortInStatus.COMPLETED, Optional.empty());
      return requests.require(KIND, read.key().sort());
    }
    return read;
  }

  /** Completes the port-ins whose FOC date has come; answers how many. */
  public int completeDue() {
    int completed = 0;
    String now = sortable(requests.now());
    for (Item due : items.query(ItemQuery.partition(DUE, "", DUE_AT_ONCE)).items()) {
      if (due.key().sort().substring(0, now.length()).compareTo(now) > 0) {
        break; // in the order of their dates
      }
      String requestId = (String) due.body().get(NumberRequests.REQUEST_ID);
      if (requests.account().id().equals(due.body().get("AccountId"))) {
        current(requestId);
        completed++;
      }
    }
    return completed;
  }

  static PortInStatus status(Item read) {
    return PortInStatus.valueOf((String) read.body().get(NumberRequests.STATUS));
  }

  private static Optional<Instant> focDate(Item read) {
    return Optional.ofNullable((String) read.body().get(FOC_DATE)).map(Instant::parse);
  }

  /**
   * Stores a request in another state, with all that follows from it.
   *
   * @param body the request's new body; state, FOC date and time of the change are set here
   * @param focDate when the numbers become active; given in FOC alone
   */
  Map<String, Object> change(
      Item read, Map<String, Object> body, PortInStatus to, Optional<Instant> focDate) {
    Optional<Instant> shown =
        to == PortInStatus.COMPLETED ? focDate(read) : focDate; // a completed one keeps its date
    body.put(NumberRequests.STATUS, to.name());
    body.remove(FOC_DATE);
    shown.ifPresent(date -> body.put(FOC_DATE, date.toString()));
    body.put(NumberRequests.UPDATED, requests.now().toString());
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(ItemWrite.replace(read, body));
    writes.add(orders.change(read.key().sort(), to.orderStatus(), shown, requests.now()));
    dueWrites(read, to == PortInStatus.FOC ? focDate : Optional.empty(), writes);
    List<String> e164s = Fields.of(read.body(), "request").textList(NumberRequests.PHONE_NUMBERS);
    if (to == PortInStatus.COMPLETED) { // nobody asks for that: its date has come
      writes.add(
          ServiceEvents.note(
              requests.account().id(),
              requests.now(),
              "CompletePortInRequest",
              Map.of(NumberRequests.REQUEST_ID, read.key().sort())));
    }
    int leaving = numberWrites(e164s, to, focDate, writes);
    if (leaving > 0) {
      writes.add(quotas.giveBack(Quota.PHONE_NUMBERS, "", leaving));
    }
    items.write(writes);
    return body;
  }

  private void dueWrites(Item read, Optional<Instant> due, List<ItemWrite> writes) {
    String requestId = read.key().sort();
    Optional<ItemKey> before =
        status(read) == PortInStatus.FOC
            ? focDate(read).map(date -> dueKey(date, requestId))
            : Optional.empty();
    Optional<ItemKey> after = due.map(date -> dueKey(date, requestId));
    if (!before.equals(after)) {
      before.ifPresent(
          key -> writes.add(new ItemWrite.Delete(key, new ItemWrite.Condition.Always())));
      after.ifPresent(
          key ->
              writes.add(
                  ItemWrite.put(
                      key,
                      Map.of(
                          NumberRequests.REQUEST_ID,
                          requestId,
                          "AccountId",
                          requests.account().id()))));
    }
  }

  private static ItemKey dueKey(Instant date, String requestId) {
    return new ItemKey(DUE, sortable(date) + "/" + requestId);
  }

  /** A moment as text that sorts by time, which {@link Instant#toString} does not. */
  private static String sortable(Instant moment) {
    return "%015d".formatted(moment.toEpochMilli());
  }

  /** Adds what happens to the numbers; answers how many of them leave the inventory. */
  private int numberWrites(
      List<String> e164s, PortInStatus to, Optional<Instant> focDate, List<ItemWrite> writes) {
    List<String> assigned = new ArrayList<>();
    int leaving = 0;
    for (String e164 : e164s) {
      Optional<InventoryNumber> found = numbers.inventory(e164);
      if (found.isEmpty()) {
        continue; // active already, deleted, and gone for good
      }
      InventoryNumber number = found.get();
      switch (to) {
        case CANCELLED -> {
          if (number.isAssigned()) {
            assigned.add(e164);
          }
          writes.add(ItemWrite.delete(number.item()));
          leaving++;
        }
        case COMPLETED -> writes.add(number.portedIn(requests.now()));
        case CANCEL_REQUESTED ->
            writes.add(
                number.porting(
                    PhoneNumberStatus.PORTIN_CANCEL_REQUESTED, Optional.empty(), requests.now()));
        default ->
            writes.add(
                number.porting(PhoneNumberStatus.PORTIN_IN_PROGRESS, focDate, requests.now()));
      }
    }
    if (!assigned.isEmpty()) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "Status: numbers of this request are assigned: "
              + assigned.stream().sorted().limit(10).collect(Collectors.joining(", "))
              + (assigned.size() > 10 ? " and more" : "")
              + ". Free them first: delete the SIP rule, or disassociate them.");
    }
    return leaving;
  }
}
