package org.carillon.core.porting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.documents.Fields;
import org.carillon.core.numbers.ListedNumber;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.PhoneNumberOrders;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/**
 * DeliverInternationalNumbers of the operator's API (N4): brings numbers of the pool into the
 * inventory for an approved request, all at once or some at a time.
 *
 * <p>The order is placed in the transaction in which the request names it, so that a delivery that
 * was cut short is finished by repeating it, with the same order. An order that the quota of phone
 * numbers has no room for leaves the request as it was.
 */
public final class DeliverInternationalNumbers
    implements Operation<OperatorDocument, OperatorDocument> {

  static final String OPEN_ORDER = "OpenOrderId";

  private static final String DELIVERED = "DeliveredPhoneNumbers";
  private static final NumberRequests.Kind KIND = NumberRequests.Kind.INTERNATIONAL;

  private final Items items;
  private final NumberRequests requests;
  private final NumberPool pool;
  private final PhoneNumberOrders orders;

  /** Over these requests, this pool and these orders. */
  public DeliverInternationalNumbers(
      Items items, NumberRequests requests, NumberPool pool, PhoneNumberOrders orders) {
    this.items = items;
    this.requests = requests;
    this.pool = pool;
    this.orders = orders;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Fields fields = Fields.of(request.members(), "request");
    String requestId = fields.text(NumberRequests.REQUEST_ID);
    List<String> numbers = fields.textList(NumberRequests.PHONE_NUMBERS);
    Map<String, Object> opened =
        Retries.onConflict(() -> opened(requests.require(KIND, requestId), numbers));
    PhoneNumberOrder order = orders.find((String) opened.get(OPEN_ORDER)).orElseThrow();
    return NumberRequests.answer(
        KIND, Retries.onConflict(() -> closed(requests.require(KIND, requestId), order)));
  }

  private Map<String, Object> opened(Item read, List<String> numbers) {
    Fields fields = Fields.of(read.body(), "request");
    InternationalStatus status = fields.constant(NumberRequests.STATUS, InternationalStatus.class);
    if (status != InternationalStatus.APPROVED) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "RequestId: the request is "
              + status
              + "; numbers are delivered when it is APPROVED (UpdateInternationalNumberRequest).");
    }
    if (fields.has(OPEN_ORDER)) {
      return read.body();
    }
    check(fields, numbers);
    String orderId = Ids.guid();
    Map<String, Object> body = new LinkedHashMap<>(read.body());
    body.put(OPEN_ORDER, orderId);
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(ItemWrite.replace(read, body));
    writes.addAll(orders.placing(order(orderId, numbers), Optional.empty()));
    items.write(writes);
    return body;
  }

  private void check(Fields request, List<String> numbers) {
    long missing = request.wholeNumber("Quantity") - request.textList(DELIVERED).size();
    if (numbers.size() > missing) {
      throw NumberRequests.bad(
          NumberRequests.PHONE_NUMBERS, missing + " more numbers are wanted, no more than that.");
    }
    if (new HashSet<>(numbers).size() < numbers.size()) {
      throw NumberRequests.bad(NumberRequests.PHONE_NUMBERS, "a number is listed twice.");
    }
    for (String e164 : numbers) {
      ListedNumber listed =
          pool.offered(e164)
              .orElseThrow(
                  () ->
                      NumberRequests.bad(
                          NumberRequests.PHONE_NUMBERS,
                          e164 + " is not on offer. Import the carrier's list that has it."));
      if (!listed.country().equals(request.text("Country"))
          || !listed.type().toString().equals(request.text("PhoneNumberType"))) {
        throw NumberRequests.bad(
            NumberRequests.PHONE_NUMBERS,
            e164 + " is not of the country and type that were asked for.");
      }
    }
  }

  private PhoneNumberOrder order(String orderId, List<String> numbers) {
    Instant now = requests.now();
    return PhoneNumberOrder.builder()
        .phoneNumberOrderId(orderId)
        .productType(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN)
        .status(PhoneNumberOrderStatus.PROCESSING)
        .orderType(PhoneNumberOrderType.NEW)
        .orderedPhoneNumbers(PhoneNumberOrders.ordered(numbers))
        .createdTimestamp(now)
        .updatedTimestamp(now)
        .build();
  }

  private Map<String, Object> closed(Item read, PhoneNumberOrder order) {
    if (!order.phoneNumberOrderId().equals(read.body().get(OPEN_ORDER))) {
      return read.body(); // somebody who repeated the request was faster
    }
    Fields fields = Fields.of(read.body(), "request");
    List<String> delivered = new ArrayList<>(fields.textList(DELIVERED));
    List<String> missed = new ArrayList<>();
    for (OrderedPhoneNumber number : order.orderedPhoneNumbers()) {
      (number.status() == OrderedPhoneNumberStatus.ACQUIRED ? delivered : missed)
          .add(number.e164PhoneNumber());
    }
    Map<String, Object> body = new LinkedHashMap<>(read.body());
    body.remove(OPEN_ORDER);
    body.put(DELIVERED, delivered);
    body.put("PhoneNumberOrderId", order.phoneNumberOrderId());
    if (delivered.size() >= fields.wholeNumber("Quantity")) {
      body.put(NumberRequests.STATUS, InternationalStatus.DELIVERED.name());
    }
    if (!missed.isEmpty()) {
      body.put(
          NumberRequests.STATUS_MESSAGE,
          "Not delivered, because another order was faster: " + String.join(", ", missed));
    }
    body.put(NumberRequests.UPDATED, requests.now().toString());
    items.write(ItemWrite.replace(read, body));
    return body;
  }
}
