package org.carillon.media.ivr.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.StoredObject;

/** A store in memory that takes files, and can be away. Of a large one it keeps the beginning. */
final class Bucket {
  private static final int MOST_KEPT = 4_000_000;

  private final Map<String, StoredObject> stored = new ConcurrentHashMap<>();
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();
  private final Map<String, Integer> puts = new ConcurrentHashMap<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean away;

  Map<String, StoredObject> stored() {
    return stored;
  }

  /** How many bytes each object has. */
  Map<String, Long> sizes() {
    return sizes;
  }

  /** How often each object was put. */
  Map<String, Integer> puts() {
    return puts;
  }

  /** How often it was asked while it was away. */
  int refusals() {
    return refusals.get();
  }

  void away(boolean now) {
    away = now;
  }

  Objects objects() {
    return (Objects)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Objects.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("put");
              if (away) {
                refusals.incrementAndGet();
                throw new PortUnavailableException("The store is away.", null);
              }
              if (((String) arguments[1]).startsWith("refused/")) {
                throw new IllegalArgumentException("No store takes this.");
              }
              puts.merge(arguments[0] + "/" + arguments[1], 1, Integer::sum);
              @SuppressWarnings("unchecked")
              Map<String, String> metadata = (Map<String, String>) arguments[4];
              assertThat(arguments[2]).as("held whole").isInstanceOf(Path.class);
              Path file = (Path) arguments[2];
              sizes.put(arguments[0] + "/" + arguments[1], Files.size(file));
              stored.put(
                  arguments[0] + "/" + arguments[1],
                  new StoredObject(beginOf(file), (String) arguments[3], metadata));
              return null;
            });
  }

  private static byte[] beginOf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_KEPT);
    }
  }

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("10 s are over").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
