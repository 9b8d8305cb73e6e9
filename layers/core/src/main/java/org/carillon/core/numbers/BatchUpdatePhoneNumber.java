package org.carillon.core.numbers;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.BatchUpdatePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.BatchUpdatePhoneNumberResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberRequestItem;

/**
 * BatchUpdatePhoneNumber: name, product type or outbound calling name of numbers (N7, N8, N9), each
 * for itself by the rules of UpdatePhoneNumber: what is refused is told in the answer and stays as
 * it is.
 */
public final class BatchUpdatePhoneNumber
    implements Operation<BatchUpdatePhoneNumberRequest, BatchUpdatePhoneNumberResponse> {

  private final PhoneNumbers numbers;
  private final UpdatePhoneNumber update;

  /** Over this inventory. */
  public BatchUpdatePhoneNumber(PhoneNumbers numbers) {
    this.numbers = numbers;
    this.update = new UpdatePhoneNumber(numbers);
  }

  @Override
  public BatchUpdatePhoneNumberResponse handle(
      BatchUpdatePhoneNumberRequest request, Caller caller) {
    return BatchUpdatePhoneNumberResponse.builder()
        .phoneNumberErrors(
            NumberBatch.change(
                numbers,
                "UpdatePhoneNumberRequestItems",
                request.updatePhoneNumberRequestItems().stream().map(this::entry).toList()))
        .build();
  }

  private NumberBatch.Entry entry(UpdatePhoneNumberRequestItem item) {
    return new NumberBatch.Entry(
        item.phoneNumberId(), number -> update.changed(number, change(item)));
  }

  private static UpdatePhoneNumberRequest change(UpdatePhoneNumberRequestItem item) {
    return UpdatePhoneNumberRequest.builder()
        .phoneNumberId(item.phoneNumberId())
        .productType(item.productType())
        .callingName(item.callingName())
        .name(item.name())
        .build();
  }
}
