package org.carillon.core.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.Account;
import org.carillon.core.SortableTime;
import org.carillon.core.ports.EventBus;
import org.carillon.core.ports.EventBus.Event;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Events on their way out: stored together with the record of the call that caused them, published
 * behind it, and removed then. A process that dies in between publishes them at its next start, so
 * an event comes at least once. Safe for use by many threads.
 *
 * <p>Regions that share a store publish to a bus each: an event goes to the bus of the region that
 * stored it.
 */
public final class EventOutbox {

  private final Items items;
  private final EventBus bus;
  private final String partition;

  /** Where events of all regions waited before each had its own. */
  private final String partitionOfAll;

  /** The events of this account and region that wait in this store for this bus. */
  public EventOutbox(Items items, EventBus bus, Account account) {
    this.items = items;
    this.bus = bus;
    this.partitionOfAll = "account/" + account.id() + "/events";
    this.partition = partitionOfAll + "/" + account.region();
  }

  /** The write that stores an event. */
  public ItemWrite write(Event event) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Time", event.time().toString());
    body.put("Account", event.account());
    body.put("Region", event.region());
    body.put("DetailType", event.detailType());
    body.put("Resources", event.resources());
    body.put("Detail", new String(Json.write(event.detail()), UTF_8));
    return ItemWrite.create(
        new ItemKey(partition, SortableTime.of(event.time()) + "/" + event.id()), body);
  }

  /**
   * Publishes what waits.
   *
   * @return how many
   * @throws org.carillon.core.ports.PortUnavailableException when the bus or the store is away; the
   *     events wait on
   */
  public int deliver() {
    return deliver(partitionOfAll) + deliver(partition);
  }

  private int deliver(String from) {
    int published = 0;
    List<Item> waiting = next(from);
    while (!waiting.isEmpty()) {
      bus.publish(waiting.stream().map(EventOutbox::event).toList());
      List<ItemWrite> done = new ArrayList<>();
      waiting.forEach(
          item -> done.add(new ItemWrite.Delete(item.key(), new ItemWrite.Condition.Always())));
      items.write(done);
      published += waiting.size();
      waiting = next(from);
    }
    return published;
  }

  private List<Item> next(String from) {
    return items.query(ItemQuery.partition(from, "", EventBus.MAX_EVENTS)).items();
  }

  private static Event event(Item item) {
    Map<String, Object> body = item.body();
    String sort = item.key().sort();
    return new Event(
        sort.substring(sort.indexOf('/') + 1),
        Instant.parse((String) body.get("Time")),
        (String) body.get("Account"),
        (String) body.get("Region"),
        (String) body.get("DetailType"),
        ((List<?>) body.get("Resources")).stream().map(String.class::cast).toList(),
        Json.readObject(((String) body.get("Detail")).getBytes(UTF_8)));
  }
}
