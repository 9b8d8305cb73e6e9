package org.carillon.core.metrics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.ports.MetricDatum;

/**
 * The values of a node since they were last taken, added up by minute: what thousands of calls say
 * in a minute becomes one datum a metric and connector. Safe from any thread; nothing waits long,
 * since all that is done under the lock is to add up.
 */
public final class MetricCollector {

  /** Sums at once: a thousand connectors with all their metrics. */
  static final int MAX_SUMS = 50_000;

  private final Map<Key, Sum> sums = new HashMap<>(); // guarded by this
  private final Map<Gauge, Level> levels = new HashMap<>(); // guarded by this
  private long lost; // guarded by this

  private record Key(Metric metric, MetricScope scope, Instant minute) {}

  private record Gauge(Metric metric, MetricScope scope) {}

  private static final class Sum {
    private long samples;
    private double sum;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;
  }

  private static final class Level {
    private int now;
    private int most;
    private boolean told;
  }

  /** Adds a value. Beyond {@value #MAX_SUMS} sums it is lost and counted. */
  public synchronized void add(Metric metric, MetricScope scope, Instant at, double value) {
    Key key = new Key(metric, scope, at.truncatedTo(ChronoUnit.MINUTES));
    Sum sum = sums.get(key);
    if (sum == null) {
      if (sums.size() >= MAX_SUMS) {
        lost++;
        return;
      }
      sum = new Sum();
      sums.put(key, sum);
    }
    sum.samples++;
    sum.sum += value;
    sum.minimum = Math.min(sum.minimum, value);
    sum.maximum = Math.max(sum.maximum, value);
  }

  /** One call more. */
  synchronized void rise(Metric metric, MetricScope scope) {
    Level level = levels.computeIfAbsent(new Gauge(metric, scope), key -> new Level());
    level.now++;
    level.most = Math.max(level.most, level.now);
  }

  /** One call fewer. */
  synchronized void fall(Metric metric, MetricScope scope) {
    Level level = levels.get(new Gauge(metric, scope));
    if (level != null) {
      level.now--;
    }
  }

  /**
   * Takes what has gathered, and the most calls at the same time since the last take. A connector
   * whose last call has ended tells 0 once.
   */
  public synchronized List<MetricDatum> take(Instant at) {
    Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
    levels
        .entrySet()
        .removeIf(
            entry -> {
              Level level = entry.getValue();
              if (level.most > 0 || level.told) {
                add(entry.getKey().metric(), entry.getKey().scope(), minute, level.most);
              }
              level.told = level.most > 0;
              level.most = level.now;
              return level.now == 0 && !level.told;
            });
    List<MetricDatum> taken = new ArrayList<>(sums.size());
    sums.forEach(
        (key, sum) ->
            taken.add(
                new MetricDatum(
                    key.metric().wireName(),
                    key.metric().unit().wireName(),
                    Metric.dimensions(key.scope().voiceConnectorId(), key.scope().region()),
                    key.minute(),
                    sum.samples,
                    sum.sum,
                    sum.minimum,
                    sum.maximum)));
    sums.clear();
    return taken;
  }

  /** Values that were lost because there were too many sums. */
  public synchronized long lost() {
    return lost;
  }
}
