package org.carillon.media.node;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.logs.ConnectorLogging;
import org.carillon.core.logs.LogRecord;
import org.carillon.core.metrics.CallMeter;
import org.carillon.core.metrics.CallSide;
import org.carillon.core.metrics.MediaInterval;
import org.carillon.core.metrics.MetricScope;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.node.TrunkMedia.Side;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.message.MaskedText;
import org.carillon.media.sip.message.SipMessage;
import org.carillon.media.sip.message.SipResponse;

/**
 * The measurements of one call (O2, V9): who it belongs to, its messages and its streams. Safe from
 * any thread: the call's loop tells what happens, virtual threads who it belongs to, and the node's
 * timer looks at the streams.
 */
final class MeteredCall {

  /** Messages kept until it is known whose they are; the rest of a call that long is not logged. */
  private static final int MAX_EARLY = 32;

  private final NodeMeters node;
  private final String transactionId;
  private final boolean second;
  private final CallMeter meter;

  // all guarded by this
  private final List<String> sipCallIds = new ArrayList<>(2);
  private final Map<Side, RtpStream> streams = new EnumMap<>(Side.class);
  private Queue<Seen> early = new ArrayDeque<>();
  private Optional<ConnectorLogging> logging = Optional.empty();

  /** What came before the start, when it is not known yet which application has the call. */
  private Queue<Seen> unstarted = new ArrayDeque<>();

  private Optional<String> application = Optional.empty();
  private boolean logsApplication;
  private LogRecord.Parties parties = new LogRecord.Parties("", "", "");
  private boolean ended;

  private record Seen(Instant at, Side leg, SipMessage message) {}

  MeteredCall(NodeMeters node, String transactionId, boolean second, CallMeter meter) {
    this.node = node;
    this.transactionId = transactionId;
    this.second = second;
    this.meter = meter;
  }

  /** A leg of the call; its messages are seen from now on. */
  void legIs(Side leg, String sipCallId) {
    synchronized (this) {
      sipCallIds.add(sipCallId);
    }
    node.watch(sipCallId, this, leg);
  }

  String transactionId() {
    return transactionId;
  }

  synchronized List<String> sipCallIds() {
    return List.copyOf(sipCallIds);
  }

  /** Whose call it is, before it starts: a connector asks who calls. May block. */
  void belongsTo(String voiceConnectorId, CallDirection direction) {
    settle(Optional.of(voiceConnectorId), direction);
  }

  /** The call has started. May block. */
  void started(CallFact.CallStarted fact) {
    synchronized (this) {
      boolean outbound = fact.direction() == CallDirection.OUTBOUND;
      parties = new LogRecord.Parties(fact.from(), fact.to(), outbound ? fact.to() : fact.from());
    }
    settle(fact.trunk().voiceConnectorId(), fact.direction());
    logFor(fact.applicationId());
    meter.started();
  }

  /** The application that has the call, as often as it may have changed. Does not block. */
  void applicationIs(String applicationId) {
    synchronized (this) {
      if (unstarted != null || application.equals(Optional.of(applicationId))) {
        return;
      }
    }
    NodeContext.offLoop(() -> logFor(Optional.of(applicationId)));
  }

  private void logFor(Optional<String> applicationId) {
    boolean wanted = applicationId.isPresent() && node.logsMessages(applicationId.get());
    synchronized (this) {
      application = applicationId;
      logsApplication = wanted;
      Queue<Seen> waiting = unstarted;
      unstarted = null;
      if (waiting != null) {
        waiting.forEach(this::tellApplication);
      }
    }
  }

  /** Another connector has the call, after a failover of its group. Does not block. */
  void movesTo(String voiceConnectorId) {
    MetricScope scope = meter.scope();
    if (scope != null && !scope.voiceConnectorId().equals(Optional.of(voiceConnectorId))) {
      NodeContext.offLoop(() -> settle(Optional.of(voiceConnectorId), meter.direction()));
    }
  }

  private void settle(Optional<String> voiceConnectorId, CallDirection direction) {
    Optional<ConnectorLogging> found = voiceConnectorId.map(node::logging);
    meter.belongsTo(
        found.map(ConnectorLogging::scope).orElseGet(() -> MetricScope.ofRegion(node.region())),
        direction);
    synchronized (this) {
      logging = found;
      Queue<Seen> waiting = early;
      early = null;
      if (waiting != null) {
        waiting.forEach(this::tell);
      }
    }
  }

  /** Its way is known, and it is not refused. */
  void taken(boolean byApplication) {
    meter.taken(byApplication);
  }

  /** It is refused because there are too many calls. */
  void throttled() {
    meter.throttled();
  }

  void answered() {
    meter.answered();
  }

  /** The streams of its sides; the far one is absent for a call of one leg. */
  synchronized void media(RtpStream near, Optional<RtpStream> far) {
    streams.put(Side.NEAR, near);
    far.ifPresent(stream -> streams.put(Side.FAR, stream));
  }

  /** Another stream for one side, or the only one. */
  synchronized void media(Side side, RtpStream stream) {
    streams.put(side, stream);
  }

  /** A message passed. */
  synchronized void onMessage(Side leg, boolean sent, SipMessage message) {
    node.moment(transactionId, second ? Side.FAR : leg, sent, message);
    Seen seen = new Seen(node.now(), leg, message);
    if (early == null) {
      tell(seen);
    } else if (early.size() < MAX_EARLY) {
      early.add(seen);
    }
    if (unstarted == null) {
      tellApplication(seen);
    } else if (unstarted.size() < MAX_EARLY) {
      unstarted.add(seen);
    }
  }

  private void tellApplication(Seen seen) {
    if (logsApplication) {
      node.log(
          LogRecord.sipMessage(
              node.source(application.orElseThrow(), transactionId, seen.at()),
              MaskedText.of(seen.message())));
    }
  }

  private void tell(Seen seen) {
    if (seen.message() instanceof SipResponse response && sideOf(seen.leg()) == counted()) {
      meter.response(response.status());
    }
    if (logging.isPresent() && logging.get().sipMessages()) {
      node.log(
          LogRecord.sipMessage(source(logging.get(), seen.at()), MaskedText.of(seen.message())));
    }
  }

  private LogRecord.Source source(ConnectorLogging chosen, Instant at) {
    return new LogRecord.Source(node.incarnation(), transactionId, chosen.scope(), at);
  }

  /** Responses are counted on the leg of the customer; on the only one of a call that has none. */
  private CallSide counted() {
    return logging.isPresent() ? CallSide.CUSTOMER : CallSide.REMOTE;
  }

  /** The customer made a call out, and takes a call in. */
  private CallSide sideOf(Side leg) {
    boolean customer =
        logging.isPresent() && (leg == Side.NEAR) == (meter.direction() == CallDirection.OUTBOUND);
    return customer ? CallSide.CUSTOMER : CallSide.REMOTE;
  }

  /** Looks at the streams: once a minute and at the end. */
  synchronized void look() {
    if (ended || early != null) {
      return;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    streams.forEach(
        (leg, stream) ->
            fields.putAll(
                meter.media(
                    sideOf(leg),
                    new MediaInterval(
                        MediaReadings.of(stream.takeInterval()),
                        MediaReadings.of(stream.report())))));
    if (!fields.isEmpty() && logging.isPresent() && logging.get().mediaMetrics()) {
      node.log(LogRecord.mediaMetrics(source(logging.get(), node.now()), parties, fields));
    }
  }

  /** It is over; empty for an INVITE that became no call. */
  void ended(Optional<CallEnd> end) {
    look();
    synchronized (this) {
      ended = true;
      streams.forEach(this::show);
      streams.clear(); // they hold all of the call, and this is kept for seconds
    }
    end.ifPresent(how -> meter.ended(how.status() == CallStatus.FAILED));
    node.gone(this);
  }

  private void show(Side leg, RtpStream stream) {
    MediaReadings.of(stream.report())
        .summary()
        .ifPresent(
            line ->
                node.moment(
                    transactionId,
                    Part.MEDIA,
                    (leg == Side.NEAR && !second ? "caller" : "callee") + ": " + line));
  }
}
