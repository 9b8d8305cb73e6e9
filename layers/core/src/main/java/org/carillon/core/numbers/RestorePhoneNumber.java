package org.carillon.core.numbers;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.RestorePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.RestorePhoneNumberResponse;

/** RestorePhoneNumber: takes a number back from the deletion queue (N10). */
public final class RestorePhoneNumber
    implements Operation<RestorePhoneNumberRequest, RestorePhoneNumberResponse> {

  private final PhoneNumbers numbers;

  /** Over this inventory. */
  public RestorePhoneNumber(PhoneNumbers numbers) {
    this.numbers = numbers;
  }

  @Override
  public RestorePhoneNumberResponse handle(RestorePhoneNumberRequest request, Caller caller) {
    PhoneNumber restored = numbers.change(request.phoneNumberId(), this::restored);
    return RestorePhoneNumberResponse.builder().phoneNumber(restored).build();
  }

  private InventoryNumber restored(InventoryNumber number) {
    if (!number.isDeleted()) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "PhoneNumberId: the number is not in the deletion queue.");
    }
    return new InventoryNumber(
        number.item(),
        number.phoneNumber().toBuilder()
            .status(PhoneNumberStatus.UNASSIGNED)
            .deletionTimestamp(null)
            .updatedTimestamp(numbers.now())
            .build(),
        number.callingNameUpdated());
  }
}
