package org.carillon.core.numbers;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberOrderResponse;

/** GetPhoneNumberOrder: one order and how it ended (N2). */
public final class GetPhoneNumberOrder
    implements Operation<GetPhoneNumberOrderRequest, GetPhoneNumberOrderResponse> {

  private final PhoneNumberOrders orders;

  /** Over these orders. */
  public GetPhoneNumberOrder(PhoneNumberOrders orders) {
    this.orders = orders;
  }

  @Override
  public GetPhoneNumberOrderResponse handle(GetPhoneNumberOrderRequest request, Caller caller) {
    return orders
        .find(request.phoneNumberOrderId())
        .map(order -> GetPhoneNumberOrderResponse.builder().phoneNumberOrder(order).build())
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND, "PhoneNumberOrderId: the account has no such order."));
  }
}
