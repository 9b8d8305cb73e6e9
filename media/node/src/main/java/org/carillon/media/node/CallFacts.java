package org.carillon.media.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.records.CallFact;

/**
 * Tells the facts of one call's life: started, answered, ended. The start is told by the virtual
 * thread that asked for the way, before anything else; the rest by the call's SIP loop.
 */
final class CallFacts {

  private final NodeContext node;
  private final String transactionId;
  private final MeteredCall meter;
  private CompletableFuture<Void> startDurable = new CompletableFuture<>();
  private volatile boolean started;
  private boolean elsewhere;
  private Optional<Instant> answeredAt = Optional.empty();
  private Optional<String> applicationId = Optional.empty();
  private Optional<String> voiceConnectorId = Optional.empty();
  private Optional<Instant> focusedSince = Optional.empty();
  private Duration focused = Duration.ZERO;

  CallFacts(NodeContext node, String transactionId) {
    this(node, transactionId, transactionId);
  }

  /**
   * Of a leg with a record of its own.
   *
   * @param id under which its facts are kept
   * @param transactionId the call, for logs
   */
  CallFacts(NodeContext node, String id, String transactionId) {
    this.node = node;
    this.transactionId = id;
    this.meter = node.meters().open(transactionId, !id.equals(transactionId));
  }

  /** The same life, measured. */
  MeteredCall meter() {
    return meter;
  }

  /**
   * Another region's node has the call and tells its facts (V6): that node has it from its first
   * message to its last, and its lease closes the record when it dies. What is told here is neither
   * written nor measured, since one call has one record. To be said before anything else.
   */
  void areElsewhere() {
    elsewhere = true;
  }

  /** Whether another region's node has the call. */
  boolean isElsewhere() {
    return elsewhere;
  }

  /** Tells the start. */
  void started(CallFact.CallStarted fact) {
    applicationId = fact.applicationId();
    voiceConnectorId = fact.trunk().voiceConnectorId();
    started = true;
    if (elsewhere) {
      startDurable = CompletableFuture.completedFuture(null);
      return;
    }
    startDurable = node.facts().append(fact);
    meter.started(fact);
  }

  /** Whether the start was told; what has no start has no record. */
  boolean isStarted() {
    return started;
  }

  /** Completes when no crash can lose the start any more. */
  CompletableFuture<Void> startDurable() {
    return startDurable;
  }

  /** Tells that the call was answered now. */
  void answered() {
    Instant now = node.now();
    answeredAt = Optional.of(now);
    if (elsewhere) {
      return;
    }
    node.facts().appendPatiently(new CallFact.CallAnswered(transactionId, node.incarnation(), now));
    meter.answered();
  }

  boolean isAnswered() {
    return answeredAt.isPresent();
  }

  /** Another application has the call, after a failover. */
  void applicationIs(String id) {
    applicationId = Optional.of(id);
    meter.applicationIs(id);
  }

  /** The connector that has the call. */
  Optional<String> voiceConnectorId() {
    return voiceConnectorId;
  }

  /** Another connector has the call, after a failover of its group. */
  void voiceConnectorIs(String id) {
    voiceConnectorId = Optional.of(id);
    meter.movesTo(id);
  }

  /** VoiceFocus is on for the leg from now on, or off. */
  void voiceFocus(boolean on) {
    Instant now = node.now();
    focusedSince.ifPresent(since -> focused = focused.plus(Duration.between(since, now)));
    focusedSince = on ? Optional.of(now) : Optional.empty();
  }

  /** What is billed: a second that has begun counts. */
  private int voiceFocusSeconds() {
    voiceFocus(false);
    long whole = focused.toSeconds();
    boolean begun = focused.compareTo(Duration.ofSeconds(whole)) > 0;
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, begun ? whole + 1 : whole));
  }

  /** Tells the end. */
  void ended(CallEnd end) {
    if (elsewhere) {
      meter.ended(Optional.empty());
      return;
    }
    node.facts()
        .appendPatiently(
            new CallFact.CallEnded(
                transactionId,
                node.incarnation(),
                node.now(),
                end.status(),
                end.sipStatus(),
                end.reason(),
                answeredAt,
                applicationId,
                voiceConnectorId,
                voiceFocusSeconds()));
    meter.ended(Optional.of(end));
  }
}
