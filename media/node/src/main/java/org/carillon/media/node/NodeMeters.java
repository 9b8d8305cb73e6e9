package org.carillon.media.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.carillon.core.logs.ConnectorLogging;
import org.carillon.core.logs.LogRecord;
import org.carillon.core.metrics.CallMeter;
import org.carillon.core.metrics.MetricCollector;
import org.carillon.core.metrics.Outbox;
import org.carillon.core.ports.Logs;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.ports.Metrics;
import org.carillon.core.routing.RejectReason;
import org.carillon.media.node.CallMoment.Flow;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.node.TrunkMedia.Side;
import org.carillon.media.sip.SipTap;
import org.carillon.media.sip.message.SipMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The measurements of a node's calls: one timer looks at all of them once a minute and sends what
 * gathered. Safe from any thread. Bounded by the number of calls; nothing here waits for a store.
 */
final class NodeMeters implements SipTap, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeMeters.class);

  private static final Duration EVERY = Duration.ofMinutes(1);

  /** How long the messages of a call are seen after its end: the answer to a BYE comes then. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(5);

  /** Calls looked at in one go; between two goes the packets have the processor. */
  private static final int CALLS_AT_ONCE = 8;

  private static final Duration BETWEEN = Duration.ofMillis(5);

  private static final int DATA_WAITING = 500_000;
  private static final int RECORDS_WAITING = 20_000;
  private static final long RECORD_CHARS_WAITING = 32_000_000;
  private static final int RECORDS_AT_ONCE = 500;

  private final Metering metering;
  private final java.time.InstantSource clock;
  private final CallObserver observer;
  private final String incarnation;
  private final MetricCollector collector = new MetricCollector();
  private final UnwantedTraffic unwanted;
  private final Refusals refused;
  private final Outbox<MetricDatum> data;
  private final Outbox<LogRecord> records;
  private final Set<MeteredCall> calls = ConcurrentHashMap.newKeySet();

  /** How much of a call is measured still, by transaction id. */
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  private final Map<String, Leg> legs = new ConcurrentHashMap<>();
  private final Queue<Gone> gone = new ArrayDeque<>(); // guarded by itself
  private final ScheduledExecutorService timer;

  private record Leg(MeteredCall call, Side side) {}

  private record Gone(MeteredCall call, Instant until) {}

  /**
   * @param unwanted what comes besides calls; asked by this alone
   * @param timer looks at the calls; closed with this
   */
  NodeMeters(
      NodeServices services,
      String incarnation,
      UnwantedTraffic unwanted,
      ScheduledExecutorService timer) {
    this.unwanted = unwanted;
    this.refused = new Refusals(services.metering().region());
    this.metering = services.metering();
    this.clock = services.clock();
    this.observer = services.observer();
    this.incarnation = incarnation;
    Metrics metrics = metering.metrics();
    this.data = new Outbox<>("values of metrics", DATA_WAITING, Metrics.MAX_DATA, metrics::put);
    this.records =
        new Outbox<>(
            "log records",
            RECORDS_WAITING,
            RECORDS_AT_ONCE,
            some -> append(metering.logs(), some),
            one -> one.entry().text().length(),
            RECORD_CHARS_WAITING);
    this.timer = timer;
    every(EVERY, this::look);
    every(AFTERWARDS, this::forget);
  }

  /** The timer of a node. */
  static ScheduledExecutorService timer() {
    return Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("meters").factory());
  }

  private void every(Duration period, Runnable task) {
    var _ =
        timer.scheduleAtFixedRate(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                log.error("Calls could not be measured this time. Report this as a defect.", e);
              }
            },
            period.toMillis(),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static void append(Logs logs, List<LogRecord> some) {
    Map<Logs.Stream, List<Logs.Entry>> byStream = new LinkedHashMap<>();
    for (LogRecord one : some) {
      byStream.computeIfAbsent(one.stream(), key -> new ArrayList<>()).add(one.entry());
    }
    byStream.forEach(logs::append);
  }

  // ---- for the calls

  /**
   * A new call, or a leg that is measured by itself.
   *
   * @param second whether it is the second leg that an application called
   */
  MeteredCall open(String transactionId, boolean second) {
    MeteredCall call =
        new MeteredCall(this, transactionId, second, new CallMeter(collector, clock));
    calls.add(call);
    open.merge(transactionId, 1, Integer::sum);
    return call;
  }

  /** A call was refused. */
  void refused(RejectReason reason) {
    refused.add(reason);
  }

  /** A key that a caller pressed was dropped, because too many wait. */
  void keyDropped() {
    unwanted.keyDropped();
  }

  void watch(String sipCallId, MeteredCall call, Side side) {
    legs.put(sipCallId, new Leg(call, side));
  }

  void gone(MeteredCall call) {
    calls.remove(call);
    Integer left =
        open.computeIfPresent(call.transactionId(), (id, count) -> count == 1 ? null : count - 1);
    if (left == null) {
      observer.onEnded(call.transactionId());
    }
    synchronized (gone) {
      gone.add(new Gone(call, now().plus(AFTERWARDS)));
    }
  }

  ConnectorLogging logging(String voiceConnectorId) {
    return metering.logging().of(voiceConnectorId);
  }

  /** Whether the messages of an application's calls are logged. May block. */
  boolean logsMessages(String applicationId) {
    return metering.logging().ofApplication(applicationId);
  }

  /** Something went wrong between a call and its application's function. Does not block. */
  void applicationLine(String applicationId, String transactionId, String text) {
    Instant at = now();
    NodeContext.offLoop(
        () -> {
          if (logsMessages(applicationId)) {
            log(LogRecord.message(source(applicationId, transactionId, at), text));
          }
        });
  }

  LogRecord.ApplicationSource source(String applicationId, String transactionId, Instant at) {
    return new LogRecord.ApplicationSource(incarnation, transactionId, applicationId, region(), at);
  }

  String region() {
    return metering.region();
  }

  String incarnation() {
    return incarnation;
  }

  Instant now() {
    return clock.instant();
  }

  void log(LogRecord record) {
    records.offer(record);
  }

  void moment(String transactionId, Part part, String text) {
    observer.onMoment(new CallMoment(now(), transactionId, part, text));
  }

  /** A message passed; words are made of it only when somebody looks on. */
  void moment(String transactionId, Side leg, boolean sent, SipMessage message) {
    if (observer.follows(transactionId)) {
      observer.onMoment(
          new CallMoment(
              now(),
              transactionId,
              Part.SIP,
              leg == Side.NEAR ? "A" : "B",
              sent ? Flow.OUT : Flow.IN,
              MessageLine.of(message)));
    }
  }

  @Override
  public void onMessage(boolean sent, SipMessage message) {
    Leg leg = legs.get(message.callId());
    if (leg != null) {
      leg.call().onMessage(leg.side(), sent, message);
    }
  }

  // ---- the timer's

  /** Looks at every call and sends what gathered. */
  void look() {
    look(BETWEEN);
  }

  private void look(Duration between) {
    int looked = 0;
    for (MeteredCall call : calls) {
      call.look();
      if (++looked % CALLS_AT_ONCE == 0) {
        LockSupport.parkNanos(between.toNanos());
      }
    }
    collector.take(now()).forEach(data::offer);
    unwanted.take(now()).forEach(data::offer);
    refused.take(now()).forEach(data::offer);
  }

  private void forget() {
    Instant now = now();
    synchronized (gone) {
      while (!gone.isEmpty() && !now.isBefore(gone.peek().until())) {
        forget(gone.poll().call());
      }
    }
  }

  private void forget(MeteredCall call) {
    for (String sipCallId : call.sipCallIds()) {
      legs.computeIfPresent(sipCallId, (id, leg) -> leg.call() == call ? null : leg);
    }
  }

  /** Sends what is left, for a few seconds at most. */
  @Override
  public void close() {
    timer.shutdownNow();
    look(Duration.ZERO);
    data.close();
    records.close();
  }
}
