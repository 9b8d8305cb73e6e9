package org.carillon.media.node;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.core.metrics.Metric;
import org.carillon.core.metrics.MetricUnit;
import org.carillon.core.ports.MetricDatum;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipStatistics;

/**
 * What scanners and floods send a node (V2, O2), from the counters that the packet paths keep
 * anyway. Safe from any thread.
 */
final class UnwantedTraffic {

  /**
   * The metrics, each with the installation's region as its dimension. They are ours: the guide has
   * none of the kind. {@code docs/metrics.md} explains each.
   */
  enum Kind {
    UNREADABLE_MESSAGES("NodeUnreadableMessages"),
    REQUESTS_OVER_LIMIT("NodeRequestsOverLimit"),
    REQUESTS_WITHOUT_CALL("NodeRequestsWithoutCall"),
    FAILED_CREDENTIALS("NodeFailedCredentials"),
    REFUSED_CONNECTIONS("NodeRefusedConnections"),
    STRANGERS_PACKETS("NodeStrangersPackets"),
    DROPPED_KEYS("NodeDroppedKeys");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  private final String region;
  private final MediaEngine engine;
  private final Authentication authentication;
  private final CompletableFuture<SipEndpoint> endpoint;
  private final LongAdder droppedKeys = new LongAdder();
  private final Map<Kind, Long> taken = new EnumMap<>(Kind.class); // guarded by this

  /**
   * @param region the installation's
   * @param endpoint counts from its start on
   */
  UnwantedTraffic(
      String region,
      MediaEngine engine,
      Authentication authentication,
      CompletableFuture<SipEndpoint> endpoint) {
    this.region = region;
    this.engine = engine;
    this.authentication = authentication;
    this.endpoint = endpoint;
  }

  /** A key press was dropped, because too many wait. */
  void keyDropped() {
    droppedKeys.increment();
  }

  /** What came since the last take; nothing of what did not come. */
  synchronized List<MetricDatum> take(Instant at) {
    List<MetricDatum> data = new ArrayList<>();
    add(data, Kind.FAILED_CREDENTIALS, authentication.failures(), at);
    add(data, Kind.STRANGERS_PACKETS, engine.stats().strangerPackets(), at);
    add(data, Kind.DROPPED_KEYS, droppedKeys.sum(), at);
    SipEndpoint sip = endpoint.getNow(null);
    if (sip != null) {
      SipStatistics counts = sip.statistics();
      add(data, Kind.UNREADABLE_MESSAGES, counts.unreadable(), at);
      add(data, Kind.REQUESTS_OVER_LIMIT, counts.limited(), at);
      add(data, Kind.REQUESTS_WITHOUT_CALL, counts.strays(), at);
      add(data, Kind.REFUSED_CONNECTIONS, counts.refusedConnections(), at);
    }
    return data;
  }

  private void add(List<MetricDatum> data, Kind kind, long total, Instant at) {
    long count = total - taken.getOrDefault(kind, 0L);
    taken.put(kind, total);
    if (count > 0) {
      data.add(
          new MetricDatum(
              kind.wireName(),
              MetricUnit.COUNT.wireName(),
              Map.of(Metric.REGION, region),
              at.truncatedTo(ChronoUnit.MINUTES),
              1,
              count,
              count,
              count));
    }
  }
}
