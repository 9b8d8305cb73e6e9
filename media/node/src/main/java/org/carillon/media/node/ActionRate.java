package org.carillon.media.node;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** How often an action may be begun on this node within a second. Safe from any thread. */
final class ActionRate {
  private static final long WINDOW = Duration.ofSeconds(1).toNanos();

  private final int most;
  private final Queue<Long> begun = new ArrayDeque<>();

  ActionRate(int most) {
    this.most = most;
  }

  /** Whether one more may begin now; it then counts. */
  synchronized boolean admit(long nanoTime) {
    while (!begun.isEmpty() && nanoTime - begun.peek() >= WINDOW) {
      begun.remove();
    }
    return begun.size() < most && begun.add(nanoTime);
  }
}
