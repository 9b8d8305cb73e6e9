package org.carillon.core.reputation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A call out that was over, as far as reputation counts it.
 *
 * @param transactionId the call's id
 * @param from the caller id that the callee saw
 * @param to the called number
 * @param started when it was placed
 * @param rang how long until it was answered or given up
 * @param talked how long it lasted from the answer on; empty for a call that was not answered
 */
public record OutboundCall(
    String transactionId,
    String from,
    String to,
    Instant started,
    Duration rang,
    Optional<Duration> talked) {}
