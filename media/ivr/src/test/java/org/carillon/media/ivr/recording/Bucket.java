package org.carillon.media.ivr.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.StoredObject;

/** A store in memory that takes objects, and can be away. */
final class Bucket {
  private final Map<String, StoredObject> stored = new ConcurrentHashMap<>();
  private volatile boolean away;

  Map<String, StoredObject> stored() {
    return stored;
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
                throw new PortUnavailableException("The store is away.", null);
              }
              @SuppressWarnings("unchecked")
              Map<String, String> metadata = (Map<String, String>) arguments[4];
              stored.put(
                  arguments[0] + "/" + arguments[1],
                  new StoredObject((byte[]) arguments[2], (String) arguments[3], metadata));
              return null;
            });
  }

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("10 s are over").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
