package org.carillon.core.numbers;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.BatchDeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.BatchDeletePhoneNumberResponse;

/**
 * BatchDeletePhoneNumber: moves numbers to the deletion queue (N10), each for itself: what cannot
 * be deleted is told in the answer and stays as it is.
 */
public final class BatchDeletePhoneNumber
    implements Operation<BatchDeletePhoneNumberRequest, BatchDeletePhoneNumberResponse> {

  private final PhoneNumbers numbers;

  /** Over this inventory. */
  public BatchDeletePhoneNumber(PhoneNumbers numbers) {
    this.numbers = numbers;
  }

  @Override
  public BatchDeletePhoneNumberResponse handle(
      BatchDeletePhoneNumberRequest request, Caller caller) {
    return BatchDeletePhoneNumberResponse.builder()
        .phoneNumberErrors(
            NumberBatch.change(
                numbers,
                "PhoneNumberIds",
                request.phoneNumberIds().stream()
                    .map(
                        id ->
                            new NumberBatch.Entry(
                                id, number -> DeletePhoneNumber.deleted(number, numbers.now())))
                    .toList()))
        .build();
  }
}
