package org.carillon.media.sip;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, with a limit. */
final class Waiting {
  private Waiting() {}

  static void until(BooleanSupplier condition) {
    until(condition, () -> "no more is known");
  }

  /** Waits; in vain it tells what {@code state} says then. */
  static void until(BooleanSupplier condition, Supplier<String> state) {
    long deadline = System.nanoTime() + TestUser.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("Waited in vain for a condition: " + state.get());
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
