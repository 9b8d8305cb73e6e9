package org.carillon.core.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.core.Account;
import org.carillon.core.MemoryItems;
import org.carillon.core.ports.EventBus.Event;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.junit.jupiter.api.Test;

/** Events of two regions that share a store (O6, O10). */
class EventOutboxTest {

  private static final String ID = "111122223333";
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final MemoryItems items = new MemoryItems();
  private final List<Event> eastBus = new ArrayList<>();
  private final List<Event> westBus = new ArrayList<>();
  private final EventOutbox east =
      new EventOutbox(items, eastBus::addAll, new Account(ID, "us-east-1"));
  private final EventOutbox west =
      new EventOutbox(items, westBus::addAll, new Account(ID, "us-west-2"));

  @Test
  void anEventGoesToTheBusOfTheRegionThatStoredIt() {
    items.write(east.write(event("of-the-east", "us-east-1")));
    items.write(west.write(event("of-the-west", "us-west-2")));

    assertThat(west.deliver()).isEqualTo(1);
    assertThat(east.deliver()).isEqualTo(1);

    assertThat(eastBus).extracting(Event::id).containsExactly("of-the-east");
    assertThat(westBus).extracting(Event::id).containsExactly("of-the-west");
  }

  @Test
  void whatWaitedBeforeRegionsWereApartIsPublishedToo() {
    items.write(
        ItemWrite.create(
            new ItemKey("account/" + ID + "/events", NOON.toEpochMilli() + "/old"),
            Map.of(
                "Time",
                NOON.toString(),
                "Account",
                ID,
                "Region",
                "us-east-1",
                "DetailType",
                "Chime SipRule State Change",
                "Resources",
                List.of(),
                "Detail",
                "{}")));

    assertThat(west.deliver()).isEqualTo(1);

    assertThat(westBus).extracting(Event::id).containsExactly("old");
    assertThat(east.deliver()).isZero();
  }

  private static Event event(String id, String region) {
    return new Event(
        id, NOON, ID, region, "Chime SipRule State Change", List.of(), Map.of("version", "0"));
  }
}
