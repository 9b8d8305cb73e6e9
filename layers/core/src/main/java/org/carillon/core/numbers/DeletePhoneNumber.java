package org.carillon.core.numbers;

import java.time.Instant;
import java.util.stream.Collectors;
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
    numbers.change(request.phoneNumberId(), this::deleted);
    return DeletePhoneNumberResponse.builder().build();
  }

  private InventoryNumber deleted(InventoryNumber number) {
    if (number.isDeleted()) {
      return number;
    }
    if (number.isAssigned()) {
      // the model declares no conflict for this operation
      String users =
          number.phoneNumber().associations().stream()
              .map(a -> a.nameAsString() + " " + a.value())
              .collect(Collectors.joining(", "));
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "PhoneNumberId: the number is assigned to "
              + users
              + ". Free it first: delete the SIP rule, or disassociate it from the Voice"
              + " Connector.");
    }
    Instant now = numbers.now();
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
