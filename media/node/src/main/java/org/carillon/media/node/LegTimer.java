package org.carillon.media.node;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.carillon.media.sip.SipLoop;

/** One timer of a leg, set anew as often as wanted. Owned by the leg's SIP loop. */
final class LegTimer {
  private final SipLoop loop;
  private final Runnable task;
  private Optional<SipLoop.Timeout> running = Optional.empty();

  LegTimer(SipLoop loop, Runnable task) {
    this.loop = loop;
    this.task = task;
  }

  /** Runs the task at this {@link System#nanoTime}, in place of the time before; or not at all. */
  void set(OptionalLong deadline) {
    running.ifPresent(SipLoop.Timeout::cancel);
    running = Optional.empty();
    if (deadline.isPresent()) {
      long wait = Math.max(0, deadline.getAsLong() - System.nanoTime());
      running = Optional.of(loop.schedule(Duration.ofNanos(wait), task));
    }
  }
}
