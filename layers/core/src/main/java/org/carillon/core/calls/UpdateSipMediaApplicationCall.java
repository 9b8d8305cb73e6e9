package org.carillon.core.calls;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.records.CallHistory;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationCallRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationCallResponse;

/**
 * UpdateSipMediaApplicationCall (S5): the call must be one of the application's and in progress, or
 * it is not found. Calls in progress cannot be reached yet, which is answered with {@link
 * ErrorType#SERVICE_UNAVAILABLE}; the call goes on unchanged.
 */
public final class UpdateSipMediaApplicationCall
    implements Operation<
        UpdateSipMediaApplicationCallRequest, UpdateSipMediaApplicationCallResponse> {

  private final CallHistory calls;

  /** Over these calls. */
  public UpdateSipMediaApplicationCall(CallHistory calls) {
    this.calls = calls;
  }

  @Override
  public UpdateSipMediaApplicationCallResponse handle(
      UpdateSipMediaApplicationCallRequest request, Caller caller) {
    if (!calls.isInProgress(request.transactionId(), request.sipMediaApplicationId())) {
      throw new ApiException(
          ErrorType.NOT_FOUND,
          "TransactionId: the application has no such call in progress. Calls that ended cannot be"
              + " updated.");
    }
    throw new ApiException(
        ErrorType.SERVICE_UNAVAILABLE,
        "Calls in progress cannot be reached by this version: docs/status.md says what is built. The"
            + " call goes on unchanged.");
  }
}
