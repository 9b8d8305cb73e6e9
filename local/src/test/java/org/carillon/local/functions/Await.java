package org.carillon.local.functions;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, with a limit. */
final class Await {
  private Await() {}

  static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not come about within 60 s");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
