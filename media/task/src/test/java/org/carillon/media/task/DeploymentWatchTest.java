package org.carillon.media.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node of an old deployment drains itself and ends (O10). */
@Timeout(60)
class DeploymentWatchTest {
  private static final Duration LOOK = Duration.ofMillis(10);

  private final AtomicInteger calls = new AtomicInteger(3);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger drained = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void itDrainsWhenTheLaterDeploymentHasBeenWellForAMinuteAndEndsWithItsLastCall()
      throws Exception {
    try (FakeService service = new FakeService();
        EcsAgent agent = service.agent();
        ServiceDeployment deployment = service.deployment(agent);
        DeploymentWatch _ = watch(deployment)) {
      Await.until("the first question", () -> asked.get() == 1);

      service.deploy("ecs-svc/2", 2);
      service.healthy("192.0.2.1", "192.0.2.2", "192.0.2.11", "192.0.2.12");
      aMinuteLater();
      assertThat(drained).as("it may not last").hasValue(0);

      aMinuteLater();
      Await.until("it drains", () -> drained.get() == 1);
      assertThat(ended).as("its calls go on").hasValue(0);

      calls.set(0);
      Await.until("it ends", () -> ended.get() == 1);
      assertThat(asked).as("it asks no more once it drains").hasValue(3);
    }
  }

  @Test
  void aDeploymentThatFailsAgainDrainsNobody() throws Exception {
    AtomicReference<Boolean> replaced = new AtomicReference<>(true);
    try (DeploymentWatch _ = watch(replaced::get)) {
      Await.until("the first question", () -> asked.get() == 1);
      replaced.set(false);
      aMinuteLater();
      replaced.set(true);
      aMinuteLater();

      assertThat(drained).hasValue(0);
      aMinuteLater();
      Await.until("it drains", () -> drained.get() == 1);
    }
  }

  @Test
  void whatCannotBeLearntDrainsNobodyAndIsAskedAgain() throws Exception {
    AtomicReference<Boolean> fails = new AtomicReference<>(true);
    DeploymentWatch.Question question =
        () -> {
          if (fails.get()) {
            throw new IOException("slow down");
          }
          return true;
        };
    try (DeploymentWatch _ = watch(question)) {
      Await.until("the first question", () -> asked.get() == 1);
      aMinuteLater();
      assertThat(drained).hasValue(0);

      fails.set(false);
      aMinuteLater();
      aMinuteLater();
      Await.until("it drains", () -> drained.get() == 1);
    }
  }

  private DeploymentWatch watch(DeploymentWatch.Question question) {
    return DeploymentWatch.start(
        () -> {
          try {
            return question.isReplaced();
          } finally {
            asked.incrementAndGet();
          }
        },
        calls::get,
        drained::incrementAndGet,
        ended::incrementAndGet,
        now::get,
        LOOK);
  }

  private void aMinuteLater() {
    int before = asked.get();
    now.updateAndGet(time -> time.plus(DeploymentWatch.ASK));
    Await.until("another question", () -> asked.get() > before);
  }
}
