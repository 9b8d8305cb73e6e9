package org.carillon.local.phone;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Places calls that are hung up as soon as they are answered, some at a time. */
public final class ManyCalls {
  private static final int LONGEST_SECONDS = 30;

  private final Telephone telephone;
  private final int atOnce;

  /**
   * @param telephone places them
   * @param atOnce how many there are at one time
   */
  public ManyCalls(Telephone telephone, int atOnce) {
    this.telephone = telephone;
    this.atOnce = atOnce;
  }

  /**
   * Places calls and waits until all of them have ended, or for half a minute with none of them
   * ending.
   *
   * @return how many were answered
   */
  public int place(CallPlan plan, int calls) throws IOException, InterruptedException {
    Semaphore free = new Semaphore(atOnce);
    AtomicInteger answered = new AtomicInteger();
    for (int i = 0; i < calls; i++) {
      if (!free.tryAcquire(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        return answered.get();
      }
      PhoneLine line = telephone.dial(plan, text -> {});
      var _ = line.talking().thenRun(line::hangUp);
      var _ =
          line.outcome()
              .whenComplete(
                  (outcome, failed) -> {
                    if (outcome != null && outcome.answered()) {
                      answered.incrementAndGet();
                    }
                    free.release();
                  });
    }
    var _ = free.tryAcquire(atOnce, LONGEST_SECONDS, TimeUnit.SECONDS);
    return answered.get();
  }
}
