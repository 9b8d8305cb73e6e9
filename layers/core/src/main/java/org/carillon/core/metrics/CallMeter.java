package org.carillon.core.metrics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.carillon.core.records.CallDirection;

/**
 * What one call adds to the metrics (O2). Safe from any thread: the call's own tells what happens,
 * the node's timer takes the media once a minute.
 */
public final class CallMeter {

  private final MetricCollector collector;
  private final InstantSource clock;

  // all guarded by this
  private MetricScope scope;
  private CallDirection direction = CallDirection.INBOUND;
  private boolean application;
  private boolean started;
  private boolean active;
  private boolean ended;

  /** A call that nothing is known of yet. */
  public CallMeter(MetricCollector collector, InstantSource clock) {
    this.collector = collector;
    this.clock = clock;
  }

  /**
   * Whose call it is: known before it starts when a connector asks who calls, and another's after a
   * failover.
   *
   * @param way seen from the account
   */
  public synchronized void belongsTo(MetricScope whose, CallDirection way) {
    boolean moves = active;
    leave();
    scope = whose;
    direction = way;
    if (moves) {
      enter();
    }
  }

  /** A call was attempted. {@link #belongsTo} was told before. */
  public synchronized void started() {
    started = true;
    count(
        direction == CallDirection.INBOUND
            ? Metric.INBOUND_CALL_ATTEMPTS
            : Metric.OUTBOUND_CALL_ATTEMPTS);
  }

  /**
   * Its way is known and it was not refused: it is one of the calls at the same time.
   *
   * @param byApplication whether a SIP media application has it
   */
  public synchronized void taken(boolean byApplication) {
    application = byApplication;
    if (!ended) {
      enter();
    }
  }

  /** It is refused because there are too many calls. */
  public synchronized void throttled() {
    count(Metric.THROTTLES);
  }

  /** It was answered. */
  public synchronized void answered() {
    count(
        direction == CallDirection.INBOUND
            ? Metric.INBOUND_CALLS_ANSWERED
            : Metric.OUTBOUND_CALLS_ANSWERED);
  }

  /** A response passed on the leg of the customer, or on the only leg; whose it is was told. */
  public synchronized void response(int status) {
    Metric.ofSipStatus(status).ifPresent(this::count);
  }

  /**
   * It is over.
   *
   * @param failed whether its record says Failed
   */
  public synchronized void ended(boolean failed) {
    leave();
    ended = true;
    if (started && failed) {
      count(
          direction == CallDirection.INBOUND
              ? Metric.INBOUND_CALL_FAILURES
              : Metric.OUTBOUND_CALL_FAILURES);
    }
  }

  /** Whose it is now; null before that is known. */
  public synchronized MetricScope scope() {
    return scope;
  }

  /** Seen from the account. */
  public synchronized CallDirection direction() {
    return direction;
  }

  /**
   * A side was looked at: adds its values.
   *
   * @return the same values by the field names of the media metric log (V9), numbers; empty when
   *     nothing has passed on that side yet
   */
  public synchronized Map<String, Object> media(CallSide side, MediaInterval interval) {
    if (scope == null || interval.call().isSilent()) {
      return Map.of();
    }
    Instant at = clock.instant();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (MediaMeasure measure : MediaMeasure.values()) {
      OptionalDouble value = measure.of(interval);
      if (value.isPresent()) {
        Metric metric = measure.metric(side);
        collector.add(metric, scope, at, value.getAsDouble());
        fields.put(
            measure.logField(side),
            metric.unit() == MetricUnit.COUNT
                ? (Object) (long) value.getAsDouble()
                : (Object) (Math.round(value.getAsDouble() * 100) / 100.0));
      }
    }
    return fields;
  }

  /** A call that nobody here is told to own, as one of another region's node, counts for nobody. */
  private void enter() {
    if (!active && scope != null) {
      active = true;
      gauges().forEach(metric -> collector.rise(metric, scope));
    }
  }

  private void leave() {
    if (active) {
      active = false;
      gauges().forEach(metric -> collector.fall(metric, scope));
    }
  }

  private List<Metric> gauges() {
    return List.of(
        application ? Metric.SMA_ACTIVE_CALL_COUNT : Metric.VOICE_CONNECTOR_ACTIVE_CALL_COUNT,
        direction == CallDirection.INBOUND
            ? Metric.INBOUND_CALLS_ACTIVE
            : Metric.OUTBOUND_CALLS_ACTIVE);
  }

  private void count(Metric metric) {
    if (scope != null) {
      collector.add(metric, scope, clock.instant(), 1);
    }
  }
}
