package org.carillon.bench;

import java.util.Arrays;
import java.util.Locale;

/** Times of single operations, in nanoseconds. Owned by one thread until it is merged. */
final class Latencies {
  private long[] nanos = new long[1024];
  private int size;

  void add(long elapsedNanos) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * size);
    }
    nanos[size++] = elapsedNanos;
  }

  void addAll(Latencies other) {
    for (int i = 0; i < other.size; i++) {
      add(other.nanos[i]);
    }
  }

  int count() {
    return size;
  }

  /** The times in the order they came. */
  long[] values() {
    return Arrays.copyOf(nanos, size);
  }

  /** The smallest value that at least this share of the values does not exceed (nearest rank). */
  double millis(double share) {
    if (size == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    int rank = Math.clamp((long) Math.ceil(share * size), 1, size);
    return sorted[rank - 1] / 1e6;
  }

  /** {@code n=... p50=... p99=... max=...} in milliseconds. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "n=%d p50=%.2f ms p99=%.2f ms max=%.2f ms",
        size,
        millis(0.50),
        millis(0.99),
        millis(1.0));
  }
}
