package org.carillon.core.connectors;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Which proxy session a call from a person to a proxy number belongs to (V13). One item for each
 * pair, so that of two sessions that want the same pair one gets it, and a call needs one read.
 * Safe for use by many threads.
 */
public final class SessionNumbers {

  private static final String SESSION = "ProxySessionId";
  private static final String ENDS = "Ends";
  private static final String LAST_NUMBER = "ProxyPhoneNumber";
  private static final int PAGE = 100;

  private final Items items;
  private final Connectors connectors;
  private final InstantSource clock;

  /** In this store, of these connectors, by this clock. */
  public SessionNumbers(Items items, Connectors connectors, InstantSource clock) {
    this.items = items;
    this.connectors = connectors;
    this.clock = clock;
  }

  /**
   * The open session of a person on a connector's proxy number.
   *
   * @param proxyNumber the number that was called, E.164
   * @param participant who calls it, E.164
   * @return the session's id
   */
  public Optional<String> openSession(
      String voiceConnectorId, String proxyNumber, String participant) {
    return items
        .get(key(voiceConnectorId, proxyNumber, participant))
        .filter(item -> !isOver(item))
        .map(item -> (String) item.body().get(SESSION));
  }

  /** The session that a person had last on a connector's proxy number, open or over. */
  public Optional<String> lastSession(
      String voiceConnectorId, String proxyNumber, String participant) {
    return items
        .get(key(voiceConnectorId, proxyNumber, participant))
        .map(item -> (String) item.body().get(SESSION));
  }

  /** Whether an open session of the connector lends out this number; forgets those that ended. */
  boolean areOpenOn(String voiceConnectorId, String proxyNumber) {
    ItemQuery query =
        ItemQuery.partition(connectors.sessionNumbers(voiceConnectorId), proxyNumber + "/", PAGE);
    ItemPage page;
    do {
      page = items.query(query);
      for (Item item : page.items()) {
        if (!isOver(item)) {
          return true;
        }
        forget(item);
      }
      query = query.after(page.next());
    } while (page.next().isPresent());
    return false;
  }

  /**
   * The write that gives a pair to a session; empty when another open session has it.
   *
   * @param ends when the session ends by itself
   */
  public Optional<ItemWrite> take(
      String voiceConnectorId,
      String proxyNumber,
      String participant,
      String proxySessionId,
      Instant ends) {
    ItemKey key = key(voiceConnectorId, proxyNumber, participant);
    Map<String, Object> body = Map.of(SESSION, proxySessionId, ENDS, ends.toString());
    Optional<Item> taken = items.get(key);
    if (taken.isEmpty()) {
      return Optional.of(ItemWrite.create(key, body));
    }
    boolean free = isOver(taken.get()) || taken.get().body().get(SESSION).equals(proxySessionId);
    return free ? Optional.of(ItemWrite.replace(taken.get(), body)) : Optional.empty();
  }

  /** The writes that free the pairs of a session that still has them. */
  public List<ItemWrite> free(
      String voiceConnectorId,
      String proxyNumber,
      List<String> participants,
      String proxySessionId) {
    return participants.stream()
        .map(participant -> items.get(key(voiceConnectorId, proxyNumber, participant)))
        .flatMap(Optional::stream)
        .filter(item -> item.body().get(SESSION).equals(proxySessionId))
        .<ItemWrite>map(ItemWrite::delete)
        .toList();
  }

  /** The proxy number that two people had last, whoever was named first. */
  public Optional<String> lastOf(String voiceConnectorId, List<String> people) {
    return items
        .get(pair(voiceConnectorId, people))
        .map(item -> (String) item.body().get(LAST_NUMBER));
  }

  /** The write that keeps in mind which proxy number two people have. */
  public ItemWrite remember(String voiceConnectorId, List<String> people, String proxyNumber) {
    return ItemWrite.put(pair(voiceConnectorId, people), Map.of(LAST_NUMBER, proxyNumber));
  }

  private ItemKey pair(String voiceConnectorId, List<String> people) {
    List<String> sorted = people.stream().sorted().toList();
    return new ItemKey(
        connectors.sessionNumbers(voiceConnectorId), "pair/" + String.join("/", sorted));
  }

  private void forget(Item over) {
    try {
      items.write(ItemWrite.delete(over));
    } catch (ItemConflictException taken) {
      // a new session has the pair now; the caller's own write finds that out
      return;
    }
  }

  private boolean isOver(Item item) {
    return !clock.instant().isBefore(Instant.parse((String) item.body().get(ENDS)));
  }

  private ItemKey key(String voiceConnectorId, String proxyNumber, String participant) {
    return new ItemKey(
        connectors.sessionNumbers(voiceConnectorId), proxyNumber + "/" + participant);
  }
}
