package org.carillon.core.numbers;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberResponse;

/** GetPhoneNumber: one number of the account (N7). */
public final class GetPhoneNumber
    implements Operation<GetPhoneNumberRequest, GetPhoneNumberResponse> {

  private final PhoneNumbers numbers;

  /** Over this inventory. */
  public GetPhoneNumber(PhoneNumbers numbers) {
    this.numbers = numbers;
  }

  @Override
  public GetPhoneNumberResponse handle(GetPhoneNumberRequest request, Caller caller) {
    return GetPhoneNumberResponse.builder()
        .phoneNumber(numbers.require(request.phoneNumberId()).phoneNumber())
        .build();
  }
}
