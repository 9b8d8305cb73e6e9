package org.carillon.core.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.carillon.core.ports.EventBus.Event;
import org.junit.jupiter.api.Test;

/** What every event bus does. An adapter's test extends it and says what arrived. */
public abstract class EventBusContract {

  /** The bus under test. */
  protected abstract EventBus bus();

  /** What arrived, in order, each as a target of EventBridge gets it. */
  protected abstract List<Map<String, Object>> arrived() throws Exception;

  /** The account that events come from: the event's, unless the bus knows better. */
  protected String account() {
    return "111122223333";
  }

  @Test
  void anEventArrivesWhole() throws Exception {
    bus().publish(event("id-1", Map.of("version", "0", "n", 7L, "text", "grüß \"dich\"\n")));

    assertThat(arrived()).hasSize(1);
    assertThat(arrived().getFirst())
        .containsEntry("detail-type", "Chime VoiceConnector State Change")
        .containsEntry("source", "carillon.chime")
        .containsEntry("region", "us-east-1")
        .containsEntry("resources", List.of("arn:aws:chime:us-east-1:111122223333:vc/a"));
    assertThat(Instant.parse((String) arrived().getFirst().get("time")))
        .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat((Map<?, ?>) arrived().getFirst().get("detail")).hasSize(3);
    assertThat(arrived().getFirst().get("detail").toString()).contains("grüß \"dich\"\n");
  }

  @Test
  void anEventNamesItsAccount() throws Exception {
    bus().publish(event("id-1", Map.of()));

    assertThat(arrived().getFirst()).containsEntry("account", account());
  }

  @Test
  void manyEventsArriveInOneCall() throws Exception {
    bus()
        .publish(
            IntStream.range(0, EventBus.MAX_EVENTS)
                .mapToObj(i -> event("id-" + i, Map.of("n", i)))
                .toList());

    assertThat(arrived()).hasSize(EventBus.MAX_EVENTS);
  }

  @Test
  void largeEventsArriveToo() throws Exception {
    String large = "x".repeat(EventBus.MAX_DETAIL_BYTES - 1000);
    bus().publish(List.of(event("a", Map.of("t", large)), event("b", Map.of("t", large))));

    assertThat(arrived()).hasSize(2);
  }

  @Test
  void noneAndTooManyAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> bus().publish(List.of()));
    Event one = event("id", Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                bus()
                    .publish(
                        IntStream.rangeClosed(0, EventBus.MAX_EVENTS).mapToObj(i -> one).toList()));
  }

  /** An event about a connector. */
  protected static Event event(String id, Map<String, Object> detail) {
    return new Event(
        id,
        Instant.parse("2026-01-01T00:00:00Z"),
        "111122223333",
        "us-east-1",
        "Chime VoiceConnector State Change",
        List.of("arn:aws:chime:us-east-1:111122223333:vc/a"),
        detail);
  }
}
