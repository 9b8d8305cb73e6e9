package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the storms over the wire share. */
final class Storm {

  private static final int CLIENTS = 8;

  private Storm() {}

  /** Runs it for all clients from one moment on. */
  static <T> List<T> atOnce(IntFunction<T> work) throws InterruptedException, ExecutionException {
    CyclicBarrier start = new CyclicBarrier(CLIENTS);
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      tasks.add(
          () -> {
            start.await();
            return work.apply(number);
          });
    }
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> ended : threads.invokeAll(tasks)) {
        results.add(ended.get());
      }
    }
    return results;
  }

  /** Whether it was done. A refusal is fine in a storm, a failure of ours is not. */
  static boolean unlessRefused(Callable<?> call) {
    try {
      call.call();
      return true;
    } catch (AwsServiceException refused) {
      assertThat(refused.statusCode()).as(refused.getMessage()).isBetween(400, 499);
      return false;
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  /** The keys of everything in the store, read past the API. */
  static Set<String> stored(Path data) throws SQLException {
    Set<String> keys = new TreeSet<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("items.db"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pk, sk FROM items")) {
      while (rows.next()) {
        keys.add(rows.getString(1) + " " + rows.getString(2));
      }
    }
    return keys;
  }

  /** Counts of quotas stay, at zero; the audit and the events are told elsewhere later. */
  static boolean isBookkeeping(String key) {
    return key.contains("/counts ") || key.contains("/audit/") || key.contains("/events/");
  }
}
