package org.carillon.core.carriers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Runs many writes side by side, a limited number at once: stores are faster so (shared commits
 * here, many partitions on DynamoDB), and other callers still get their turn.
 */
final class SideBySide {

  private final int atOnce;

  SideBySide(int atOnce) {
    this.atOnce = atOnce;
  }

  /**
   * Runs all and waits for all. When one fails its exception is thrown after all have ended.
   *
   * @throws CancellationException when this thread is interrupted; some may not have run then
   */
  void run(List<Runnable> work) {
    Semaphore free = new Semaphore(atOnce);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>(work.size());
      for (Runnable one : work) {
        free.acquire();
        running.add(
            threads.submit(
                () -> {
                  try {
                    one.run();
                  } finally {
                    free.release();
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while numbers were written");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new CompletionException(e.getCause());
    }
  }
}
