package org.carillon.core.calls;

import java.time.InstantSource;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.records.CallHistory;
import org.carillon.core.routing.CallRates;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationCallRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationCallResponse;

/**
 * UpdateSipMediaApplicationCall (S5): the call must be one of the application's and in progress, or
 * it is not found. The command goes to the media node that owns the call, which tells the function.
 * Rate limited over all API processes.
 */
public final class UpdateSipMediaApplicationCall
    implements Operation<
        UpdateSipMediaApplicationCallRequest, UpdateSipMediaApplicationCallResponse> {

  private static final String RATE = "api/UpdateSipMediaApplicationCall";

  private final CallHistory calls;
  private final CallCommands commands;
  private final CallRates rates;
  private final Quotas quotas;
  private final InstantSource clock;

  /**
   * @param calls those in progress
   * @param commands how their nodes are reached
   * @param rates counts requests
   * @param quotas says how many a second there may be
   */
  public UpdateSipMediaApplicationCall(
      CallHistory calls,
      CallCommands commands,
      CallRates rates,
      Quotas quotas,
      InstantSource clock) {
    this.calls = calls;
    this.commands = commands;
    this.rates = rates;
    this.quotas = quotas;
    this.clock = clock;
  }

  @Override
  public UpdateSipMediaApplicationCallResponse handle(
      UpdateSipMediaApplicationCallRequest request, Caller caller) {
    String node =
        calls
            .ownerOf(request.transactionId(), request.sipMediaApplicationId())
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorType.NOT_FOUND,
                        "TransactionId: the application has no such call in progress. Calls that"
                            + " ended cannot be updated."));
    ApiRates.take(rates, RATE, quotas, Quota.SIP_MEDIA_APPLICATION_CALL_UPDATES_PER_SECOND);
    commands.update(
        node, new CallUpdate(request.transactionId(), request.arguments(), clock.instant()));
    return UpdateSipMediaApplicationCallResponse.builder()
        .sipMediaApplicationCall(call -> call.transactionId(request.transactionId()))
        .build();
  }
}
