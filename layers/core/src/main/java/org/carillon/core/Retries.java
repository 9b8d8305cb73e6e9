package org.carillon.core;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.ports.ItemConflictException;

/**
 * Read, decide, write: when another change came in between, read and decide again. The decision
 * runs once more on what is stored now, so a rule that no longer holds refuses as it should.
 */
public final class Retries {

  /** At least so many tries; more while there is time: a count that all want is had one by one. */
  private static final int ATTEMPTS = 30;

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private Retries() {}

  /**
   * Runs it until its conditional write goes through.
   *
   * @throws ApiException {@link ErrorType#SERVICE_UNAVAILABLE} when others were faster every time
   */
  public static <T> T onConflict(Supplier<T> readDecideWrite) {
    long end = System.nanoTime() + LIMIT.toNanos();
    for (int attempt = 1; ; attempt++) {
      try {
        return readDecideWrite.get();
      } catch (ItemConflictException changedMeanwhile) {
        if (attempt >= ATTEMPTS && System.nanoTime() - end >= 0) {
          throw new ApiException(
              ErrorType.SERVICE_UNAVAILABLE,
              "The resource is being changed by too many requests at once. Nothing was changed; try"
                  + " again.");
        }
        long bound = Math.min(LONGEST_PAUSE.toNanos(), attempt * 1_000_000L);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(bound));
      }
    }
  }
}
