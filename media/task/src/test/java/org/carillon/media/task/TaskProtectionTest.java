package org.carillon.media.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A task with calls is not taken away (O10). */
@Timeout(60)
class TaskProtectionTest {
  private static final Duration LOOK = Duration.ofMillis(10);

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void theTaskIsProtectedWhileItHasCallsAndNoLonger() throws Exception {
    try (FakeEcs ecs = new FakeEcs();
        EcsAgent agent = ecs.agent();
        TaskProtection _ = TaskProtection.start(agent, calls::get, now::get, LOOK)) {
      calls.set(3);
      Await.until("ECS is told", () -> ecs.states().size() == 1);
      assertThat(ecs.states().getFirst())
          .startsWith("PUT ")
          .contains("\"ProtectionEnabled\":true", "\"ExpiresInMinutes\":60");

      now.updateAndGet(time -> time.plus(Duration.ofMinutes(31)));
      Await.until("ECS is told", () -> ecs.states().size() == 2);
      assertThat(ecs.states().getLast()).contains("\"ProtectionEnabled\":true");

      calls.set(0);
      Await.until("ECS is told", () -> ecs.states().size() == 3);
      assertThat(ecs.states().getLast()).contains("\"ProtectionEnabled\":false");
    }
  }

  @Test
  void whatTheAgentRefusesIsTriedAgain() throws Exception {
    try (FakeEcs ecs = new FakeEcs();
        EcsAgent agent = ecs.agent();
        TaskProtection _ = TaskProtection.start(agent, calls::get, now::get, LOOK)) {
      ecs.refuse(true);
      calls.set(1);
      Await.until("ECS is told", () -> ecs.states().size() > 2);

      ecs.refuse(false);
      int refused = ecs.states().size();
      Await.until("ECS is told", () -> ecs.states().size() > refused);
      assertThat(ecs.states().getLast()).contains("\"ProtectionEnabled\":true");
    }
  }
}
