package org.carillon.core.numbers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.CreatePhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreatePhoneNumberOrderResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/**
 * CreatePhoneNumberOrder: orders numbers of the pool for the account (N2).
 *
 * <p>It answers with the order as it was accepted, in Processing, like the hosted service; by then
 * the order has been carried out, so the first GetPhoneNumberOrder tells how it ended.
 */
public final class CreatePhoneNumberOrder
    implements Operation<CreatePhoneNumberOrderRequest, CreatePhoneNumberOrderResponse> {

  /** Most numbers in one order: as many as one page of a search shows at most. */
  public static final int MAX_NUMBERS = 500;

  private final PhoneNumberOrders orders;
  private final NumberPool pool;
  private final PhoneNumbers numbers;
  private final CountryRequirements requirements = CountryRequirements.guide();

  /** Over these orders and this pool. */
  public CreatePhoneNumberOrder(PhoneNumberOrders orders, NumberPool pool, PhoneNumbers numbers) {
    this.orders = orders;
    this.pool = pool;
    this.numbers = numbers;
  }

  @Override
  public CreatePhoneNumberOrderResponse handle(
      CreatePhoneNumberOrderRequest request, Caller caller) {
    Set<String> wanted = numbers(request.e164PhoneNumbers());
    requireOrderable(wanted, request.productType());
    Instant now = numbers.now();
    PhoneNumberOrder order =
        PhoneNumberOrder.builder()
            .phoneNumberOrderId(Ids.guid())
            .productType(request.productType())
            .status(PhoneNumberOrderStatus.PROCESSING)
            .orderType(PhoneNumberOrderType.NEW)
            .orderedPhoneNumbers(PhoneNumberOrders.ordered(wanted))
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .build();
    orders.place(order, Optional.ofNullable(request.name()).filter(name -> !name.isEmpty()));
    return CreatePhoneNumberOrderResponse.builder().phoneNumberOrder(order).build();
  }

  private static Set<String> numbers(List<String> asked) {
    if (asked.isEmpty() || asked.size() > MAX_NUMBERS) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "E164PhoneNumbers: 1 to " + MAX_NUMBERS + " numbers an order.");
    }
    Set<String> numbers = new LinkedHashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      String number = E164.of(asked.get(i)).orElse("");
      if (number.isEmpty() || !numbers.add(number)) {
        throw new ApiException(
            ErrorType.BAD_REQUEST,
            "E164PhoneNumbers["
                + i
                + "]: "
                + (number.isEmpty() ? "not a number like +12065550100." : "listed twice."));
      }
    }
    return numbers;
  }

  private void requireOrderable(Set<String> wanted, PhoneNumberProductType productType) {
    List<String> otherProducts = new ArrayList<>();
    List<String> identified = new ArrayList<>();
    Set<String> countries = new TreeSet<>();
    Map<String, Item> pooled = pool.items(wanted);
    for (String e164 : wanted) {
      if (!pooled.containsKey(e164)) {
        continue; // the order tells that it failed
      }
      PoolNumber number = PoolNumber.of(pooled.get(e164));
      if (!requirements.productTypes(number.country()).contains(productType)) {
        otherProducts.add(e164);
      } else if (requirements
          .ordering(number.country(), number.type(), e164)
          .filter(OrderingRequirement::identificationRequired)
          .isPresent()) {
        identified.add(e164);
        countries.add(number.country());
      }
    }
    if (!otherProducts.isEmpty()) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "ProductType: numbers outside the US can be ordered for SipMediaApplicationDialIn only: "
              + String.join(", ", otherProducts));
    }
    if (!identified.isEmpty()) {
      throw new ApiException(
          ErrorType.ACCESS_DENIED,
          "E164PhoneNumbers: numbers of "
              + String.join(", ", countries)
              + " need identification and cannot be ordered by oneself: "
              + String.join(", ", identified)
              + ". Make an international number request"
              + " (POST /carillon/v1/international-number-requests); what to show is told by GET"
              + " /carillon/v1/phone-number-requirements?country="
              + countries.iterator().next()
              + ".");
    }
  }
}
