package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.carillon.core.CoreFixture;
import org.carillon.core.Ids;
import org.carillon.core.routing.RouteTarget;
import org.junit.jupiter.api.Test;

/** The queues between API and media nodes (S5). */
class CallCommandsTest {

  private final CoreFixture core = new CoreFixture();
  private final CallCommands api = queues();

  @Test
  void aCallIsTakenOnceInTheOrderOfRequests() {
    List<NewCall> asked = IntStream.range(0, 5).mapToObj(this::call).toList();
    asked.forEach(api::place);

    assertThat(queues().takeCalls(2)).containsExactly(asked.get(0), asked.get(1));
    assertThat(queues().takeCalls(100)).containsExactlyElementsOf(asked.subList(2, 5));
    assertThat(queues().takeCalls(100)).isEmpty();
  }

  @Test
  void anUpdateReachesTheNodeThatOwnsTheCallOnly() {
    CallUpdate update = new CallUpdate(Ids.guid(), Map.of("k", "v"), core.clock.instant());
    api.update("owner", update);

    assertThat(queues().takeUpdates("own")).isEmpty();
    assertThat(queues().takeUpdates("owner")).containsExactly(update);
    assertThat(queues().takeUpdates("owner")).isEmpty();
  }

  @Test
  void whatWaitedTooLongIsNotDoneAnyMore() {
    api.place(call(1));
    api.update("gone", new CallUpdate(Ids.guid(), Map.of(), core.clock.instant()));
    core.pass(CallCommands.FRESH.plus(Duration.ofSeconds(1)));
    CallUpdate fresh = new CallUpdate(Ids.guid(), Map.of(), core.clock.instant());
    api.update("owner", fresh);

    assertThat(api.takeCalls(10)).isEmpty();
    assertThat(api.dropStale()).isEqualTo(1);
    assertThat(api.takeUpdates("owner")).containsExactly(fresh);
  }

  private CallCommands queues() {
    return new CallCommands(core.items, core.account, core.clock);
  }

  private NewCall call(int number) {
    core.pass(Duration.ofMillis(1));
    return new NewCall(
        Ids.guid(),
        new RouteTarget(
            Ids.guid(), "arn:aws:lambda:us-east-1:111122223333:function:f", "us-east-1"),
        "+12065550100",
        "+1425555010" + number,
        Map.of("x-n", "1"),
        Map.of("a", "b"),
        core.clock.instant());
  }
}
