package org.carillon.core.records;

import java.time.Instant;
import java.util.Optional;
import org.carillon.core.records.CallFact.CallEnded;
import org.carillon.core.records.CallFact.CallStarted;

/**
 * A call at a glance.
 *
 * @param transactionId the call
 * @param startedAt when its INVITE came or went
 * @param answeredAt when it was answered
 * @param endedAt when it ended; empty while it lives
 * @param direction seen from the account
 * @param from the caller
 * @param to the called number
 * @param applicationId the application that has it, or had it last
 * @param voiceConnectorId the connector that has it, or had it last
 * @param status how it ended
 * @param reason why it ended, as its record says
 */
public record CallOverview(
    String transactionId,
    Instant startedAt,
    Optional<Instant> answeredAt,
    Optional<Instant> endedAt,
    CallDirection direction,
    String from,
    String to,
    Optional<String> applicationId,
    Optional<String> voiceConnectorId,
    Optional<CallStatus> status,
    Optional<String> reason) {

  /** Whether it has not ended. */
  public boolean live() {
    return endedAt.isEmpty();
  }

  static Optional<CallOverview> of(KnownCall call) {
    return call.started().map(started -> of(started, call));
  }

  private static CallOverview of(CallStarted started, KnownCall call) {
    return new CallOverview(
        started.transactionId(),
        started.at(),
        call.answeredAt(),
        call.ended().map(CallEnded::at),
        started.direction(),
        started.from(),
        started.to(),
        call.applicationId(),
        call.voiceConnectorId(),
        call.ended().map(CallEnded::status),
        call.ended().map(CallEnded::reason));
  }
}
