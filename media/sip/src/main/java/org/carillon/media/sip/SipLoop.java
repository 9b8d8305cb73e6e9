package org.carillon.media.sip;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The thread that owns a set of legs and their transactions. Everything about a leg runs here one
 * after the other, so a call's state needs no locks.
 */
public interface SipLoop extends Executor {

  /** A task that waits for its time. */
  interface Timeout {
    /** Stops the task when it has not run. Called on the loop. */
    void cancel();
  }

  /**
   * Runs the task on the loop, after what is queued already. Safe from any thread. It throws {@link
   * java.util.concurrent.RejectedExecutionException} after the endpoint was closed, and to other
   * threads than the loop while 100,000 tasks wait.
   */
  @Override
  void execute(Runnable task);

  /**
   * Runs the task on the loop as {@link #execute} does, however many wait: for what a call waits
   * for that is there already, and that would stand still for ever without it. Such tasks are
   * bounded by the calls. Safe from any thread.
   *
   * @throws java.util.concurrent.RejectedExecutionException after the endpoint was closed
   */
  void resume(Runnable task);

  /** Runs the task on the loop after the delay, to about 10 ms. Safe from any thread. */
  Timeout schedule(Duration delay, Runnable task);

  /** Whether the calling thread is this loop. */
  boolean inLoop();
}
