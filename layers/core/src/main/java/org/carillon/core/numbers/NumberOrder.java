package org.carillon.core.numbers;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Documents;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;

/**
 * An order as stored.
 *
 * @param order what the API shows of it
 * @param name the name its numbers get
 */
record NumberOrder(PhoneNumberOrder order, Optional<String> name) {

  private static final String ORDER = "PhoneNumberOrder";
  private static final String NAME = "Name";

  @SuppressWarnings("unchecked") // written by toBody
  static NumberOrder of(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(ORDER);
    return new NumberOrder(
        Documents.fromDocument(document, PhoneNumberOrder.class),
        Optional.ofNullable((String) item.body().get(NAME)));
  }

  Map<String, Object> toBody() {
    Map<String, Object> body = new HashMap<>();
    body.put(ORDER, Documents.toDocument(order));
    name.ifPresent(given -> body.put(NAME, given));
    return body;
  }

  boolean isFinished() {
    return order.status() != PhoneNumberOrderStatus.PROCESSING;
  }

  /** How many of its numbers it did not get. */
  int failed() {
    return (int)
        order.orderedPhoneNumbers().stream()
            .filter(n -> n.status() == OrderedPhoneNumberStatus.FAILED)
            .count();
  }

  /** The same order, done: its status follows from what became of its numbers. */
  NumberOrder finished(List<OrderedPhoneNumber> numbers, Instant now) {
    long acquired =
        numbers.stream().filter(n -> n.status() == OrderedPhoneNumberStatus.ACQUIRED).count();
    PhoneNumberOrderStatus status =
        acquired == numbers.size()
            ? PhoneNumberOrderStatus.SUCCESSFUL
            : acquired == 0 ? PhoneNumberOrderStatus.FAILED : PhoneNumberOrderStatus.PARTIAL;
    return new NumberOrder(
        order.toBuilder().status(status).orderedPhoneNumbers(numbers).updatedTimestamp(now).build(),
        name);
  }
}
