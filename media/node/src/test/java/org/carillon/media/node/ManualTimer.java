package org.carillon.media.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose time passes when a test says so; what is due then runs on the test's thread. */
final class ManualTimer extends ScheduledThreadPoolExecutor {
  private final List<Periodic> periodic = new ArrayList<>();
  private long nowMillis;

  private static final class Periodic {
    private final Runnable task;
    private final long every;
    private long next;

    Periodic(Runnable task, long next, long every) {
      this.task = task;
      this.next = next;
      this.every = every;
    }
  }

  ManualTimer() {
    super(1);
  }

  @Override
  public synchronized ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long first, long every, TimeUnit unit) {
    periodic.add(new Periodic(task, nowMillis + unit.toMillis(first), unit.toMillis(every)));
    return super.schedule(() -> {}, 1, TimeUnit.DAYS); // something to be cancelled
  }

  synchronized void pass(Duration time) {
    nowMillis += time.toMillis();
    for (Periodic each : periodic) {
      while (each.next <= nowMillis) {
        each.next += each.every;
        each.task.run();
      }
    }
  }
}
