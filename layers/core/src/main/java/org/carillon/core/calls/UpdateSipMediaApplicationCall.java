package org.carillon.core.calls;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.records.CallHistory;
import org.carillon.core.routing.CallRates;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationCallRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationCallResponse;

/**
 * UpdateSipMediaApplicationCall (S5): the call must be one of the application's and in progress, or
 * it is not found; one that nothing is known of yet is looked for a few seconds, so that a function
 * that was told of a call can update it. The command goes to the media node that owns the call,
 * which tells the function. Rate limited over all API processes.
 */
public final class UpdateSipMediaApplicationCall
    implements Operation<
        UpdateSipMediaApplicationCallRequest, UpdateSipMediaApplicationCallResponse> {

  private static final String RATE = "api/UpdateSipMediaApplicationCall";

  /**
   * How long a call is looked for. A function may hear of its call, and want it updated, a moment
   * before the store does, which the call's facts reach through a queue.
   */
  private static final Duration LOOK_FOR = Duration.ofSeconds(5);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** How many requests of a process may look at once; further ones are told what is known now. */
  static final int MOST_LOOKING = 64;

  private final Semaphore looking = new Semaphore(MOST_LOOKING);

  private final CallHistory calls;
  private final CallCommands commands;
  private final CallRates rates;
  private final Quotas quotas;
  private final InstantSource clock;
  private final Consumer<Duration> pause;

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
    this(calls, commands, rates, quotas, clock, time -> LockSupport.parkNanos(time.toNanos()));
  }

  /**
   * @param pause lets so much time go by on the request's thread
   */
  UpdateSipMediaApplicationCall(
      CallHistory calls,
      CallCommands commands,
      CallRates rates,
      Quotas quotas,
      InstantSource clock,
      Consumer<Duration> pause) {
    this.pause = pause;
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
        owner(request)
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

  private Optional<String> owner(UpdateSipMediaApplicationCallRequest request) {
    Optional<String> owner = find(request);
    // a call that is known already has ended, or is another application's, and waiting helps not
    if (owner.isPresent()
        || !Ids.isGuid(request.transactionId())
        || calls.overview(request.transactionId()).isPresent()
        || !looking.tryAcquire()) {
      return owner;
    }
    try {
      for (Duration left = LOOK_FOR; owner.isEmpty() && left.isPositive(); ) {
        pause.accept(LOOK_EVERY);
        left = left.minus(LOOK_EVERY);
        owner = find(request);
      }
      return owner;
    } finally {
      looking.release();
    }
  }

  private Optional<String> find(UpdateSipMediaApplicationCallRequest request) {
    return calls.ownerOf(request.transactionId(), request.sipMediaApplicationId());
  }
}
