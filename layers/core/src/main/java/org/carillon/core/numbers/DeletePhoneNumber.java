package org.carillon.core.numbers;

import java.time.Instant;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;

/**
 * DeletePhoneNumber: moves a number to the deletion queue (N10). For seven days it can be restored;
 * then it goes back to the pool. Deleting it again changes nothing, so a client may repeat itself.
 */
public final class DeletePhoneNumber
    implements Operation<DeletePhoneNumberRequest, DeletePhoneNumberResponse> {

  private final PhoneNumbers numbers;

  /** Over this inventory. */
  public DeletePhoneNumber(PhoneNumbers numbers) {
    this.numbers = numbers;
  }

  @Override
  public DeletePhoneNumberResponse handle(DeletePhoneNumberRequest request, Caller caller) {
    numbers.change(request.phoneNumberId(), number -> deleted(number, numbers.now()));
    return DeletePhoneNumberResponse.builder().build();
  }

  /**
   * The number in the deletion queue.
   *
   * @throws AssignedNumberException when something uses it
   */
  static InventoryNumber deleted(InventoryNumber number, Instant now) {
    if (number.isDeleted()) {
      return number;
    }
    if (number.isPortingIn()) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "PhoneNumberId: the number is being ported in. Cancel its port-in request instead"
              + " (UpdatePortInRequest).");
    }
    if (number.isAssigned()) {
      throw new AssignedNumberException(number.phoneNumber());
    }
    return new InventoryNumber(
        number.item(),
        number.phoneNumber().toBuilder()
            .status(PhoneNumberStatus.RELEASE_IN_PROGRESS)
            .deletionTimestamp(now)
            .updatedTimestamp(now)
            .build(),
        number.callingNameUpdated());
  }
}
