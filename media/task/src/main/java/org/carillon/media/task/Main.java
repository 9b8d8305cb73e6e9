package org.carillon.media.task;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program of the media node's image: a node until SIGTERM. */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  /** It was told to stop, and did. */
  static final int STOPPED = 0;

  /** It could not start. */
  static final int NOT_STARTED = 1;

  /** A setting is wrong. */
  static final int WRONG_SETTINGS = 2;

  /** Other nodes took it for dead. */
  static final int TAKEN_FOR_DEAD = 3;

  private Main() {}

  /**
   * Runs until SIGTERM. Exit status: 0 stopped, 1 could not start, 2 wrong settings, 3 taken for
   * dead by others.
   *
   * @param args none
   */
  public static void main(String[] args) {
    CountDownLatch stop = new CountDownLatch(1);
    CompletableFuture<Integer> status = new CompletableFuture<>();
    // Told to stop, a JVM would say 143 when its hooks are done; a stop in order is no failure. So
    // this hook ends the JVM itself.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  Runtime.getRuntime().halt(status.join());
                }));
    try {
      status.complete(run(System.getenv(), stop));
    } finally {
      status.complete(NOT_STARTED);
      Runtime.getRuntime().halt(status.join());
    }
  }

  /**
   * As {@link #main}, for any environment.
   *
   * @param stop ends the run when counted down
   * @return the exit status
   */
  static int run(Map<String, String> environment, CountDownLatch stop) {
    AtomicBoolean lost = new AtomicBoolean();
    try (MediaTask task =
        MediaTask.start(
            TaskSettings.from(environment),
            environment,
            () -> {
              lost.set(true);
              stop.countDown();
            },
            stop::countDown)) {
      log.info("{}", task.readyLine());
      stop.await();
      if (lost.get()) {
        log.error(
            "Other nodes took this one for dead and closed its calls' records: it could not write"
                + " to the table for minutes, or its clock is wrong. It ends.");
        return TAKEN_FOR_DEAD;
      }
      task.drain();
    } catch (SettingsException e) {
      log.error("{}", e.getMessage());
      return WRONG_SETTINGS;
    } catch (IOException | RuntimeException e) {
      log.error("The media node cannot start: {}", e.getMessage(), e);
      return NOT_STARTED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.info("carillon media node has stopped");
    return STOPPED;
  }
}
