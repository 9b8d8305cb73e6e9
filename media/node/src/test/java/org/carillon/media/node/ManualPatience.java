package org.carillon.media.node;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.media.sip.SipLoop;

/** Time that passes when a test says so, for calls that wait to be answered. */
final class ManualPatience implements Patience {
  private final List<Waiting> waiting = new CopyOnWriteArrayList<>();
  private volatile Duration now = Duration.ZERO;

  private record Waiting(SipLoop loop, Duration until, Runnable task) {}

  @Override
  public SipLoop.Timeout after(SipLoop loop, Duration time, Runnable task) {
    Waiting one = new Waiting(loop, now.plus(time), task);
    waiting.add(one);
    return () -> waiting.remove(one);
  }

  /** Has what is due then run on its loops. */
  void pass(Duration time) {
    now = now.plus(time);
    List<Waiting> due = waiting.stream().filter(one -> one.until().compareTo(now) <= 0).toList();
    waiting.removeAll(due);
    due.forEach(one -> one.loop().execute(one.task()));
  }

  /** How many calls wait. */
  int waiting() {
    return waiting.size();
  }
}
