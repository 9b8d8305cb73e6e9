package org.carillon.media.node;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.carillon.core.calls.CallCommands;
import org.carillon.core.calls.CallUpdate;
import org.carillon.core.calls.NewCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what the API wants of calls to a media node (S5): calls to place, as many as it has room
 * for, and updates of the calls that it owns.
 */
public final class CallCommandWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CallCommandWorker.class);

  /** Most calls taken at one look. */
  private static final int AT_ONCE = 50;

  private static final Duration DROP_STALE_EVERY = Duration.ofMinutes(1);

  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("call-commands").factory());

  private final CallCommands commands;
  private final MediaNode node;

  private CallCommandWorker(CallCommands commands, MediaNode node) {
    this.commands = commands;
    this.node = node;
  }

  /**
   * Starts to look.
   *
   * @param lookEvery how long a command waits at most
   */
  public static CallCommandWorker start(CallCommands commands, MediaNode node, Duration lookEvery) {
    var started = new CallCommandWorker(commands, node);
    started.every(lookEvery, started::look);
    started.every(DROP_STALE_EVERY, commands::dropStale);
    return started;
  }

  private void every(Duration period, Runnable task) {
    var _ =
        worker.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                log.error("Commands for calls cannot be looked for; tried again soon.", e);
              }
            },
            0,
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void look() {
    int room = Math.min(node.room(), AT_ONCE);
    if (room > 0) {
      for (NewCall call : commands.takeCalls(room)) {
        Thread.startVirtualThread(() -> node.place(call));
      }
    }
    for (CallUpdate update : commands.takeUpdates(node.incarnation())) {
      if (!node.update(update)) {
        log.info("Call {} ended before its update came.", update.transactionId());
      }
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
