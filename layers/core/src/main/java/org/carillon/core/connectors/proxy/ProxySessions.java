package org.carillon.core.connectors.proxy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Ids;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.connectors.SessionNumbers;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.Capability;
import software.amazon.awssdk.services.chimesdkvoice.model.Participant;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySession;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySessionStatus;

/**
 * Proxy sessions (V13), as stored. Safe for use by many threads.
 *
 * <p>Time ends a session by itself: every reader sees it Closed from that moment, and its numbers
 * are free for others, without anybody writing.
 */
public final class ProxySessions {

  private static final String SESSION = "ProxySession";
  private static final int MAX_EXPIRY_MINUTES = 525_600; // a year

  private final Items items;
  private final Connectors connectors;
  private final SessionNumbers numbers;
  private final InstantSource clock;

  /** The sessions of these connectors, in the same store, by this clock. */
  public ProxySessions(Items items, Connectors connectors, InstantSource clock) {
    this.items = items;
    this.connectors = connectors;
    this.numbers = new SessionNumbers(items, connectors, clock);
    this.clock = clock;
  }

  /**
   * The other person of an open session, for a call to a proxy number.
   *
   * @param proxyNumber the number that was called, E.164
   * @param caller who calls it, E.164
   * @return the participant to connect the caller to
   */
  public Optional<Participant> otherParticipant(
      String voiceConnectorId, String proxyNumber, String caller) {
    return numbers
        .openSession(voiceConnectorId, proxyNumber, caller)
        .flatMap(id -> item(voiceConnectorId, id))
        .map(ProxySessions::stored)
        .flatMap(
            session ->
                session.participants().stream()
                    .filter(participant -> !participant.phoneNumber().equals(caller))
                    .findFirst());
  }

  /**
   * The session that a caller has, or had last, on a proxy number, as it is now: closed when its
   * time is over.
   *
   * @param proxyNumber the number that was called, E.164
   * @param caller who calls it, E.164
   * @return empty when the caller never had one, or it was deleted
   */
  public Optional<ProxySession> sessionOf(
      String voiceConnectorId, String proxyNumber, String caller) {
    return numbers
        .lastSession(voiceConnectorId, proxyNumber, caller)
        .flatMap(id -> item(voiceConnectorId, id))
        .map(this::session);
  }

  /** What the time is, in the precision that the API shows. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * The session a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the connector does not have it
   */
  Item require(String voiceConnectorId, String proxySessionId) {
    String id = connectors.require(voiceConnectorId).id();
    return item(id, proxySessionId)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND,
                    "ProxySessionId: the Voice Connector has no such proxy session."));
  }

  /** A session as it is now: Closed when its time is over. */
  ProxySession session(Item item) {
    ProxySession stored = stored(item);
    Instant ends = ends(stored);
    return clock.instant().isBefore(ends)
        ? stored
        : stored.toBuilder().status(ProxySessionStatus.CLOSED).endedTimestamp(ends).build();
  }

  ItemWrite create(ProxySession session) {
    return ItemWrite.create(
        new ItemKey(connectors.sessions(session.voiceConnectorId()), session.proxySessionId()),
        body(session));
  }

  /** Stores another state of an open session, which keeps its numbers until its new end. */
  void replace(Item read, ProxySession session) {
    List<ItemWrite> writes = new ArrayList<>(List.of(ItemWrite.replace(read, body(session))));
    for (Participant participant : session.participants()) {
      numbers
          .take(
              session.voiceConnectorId(),
              participant.proxyPhoneNumber(),
              participant.phoneNumber(),
              session.proxySessionId(),
              ends(session))
          .ifPresent(writes::add);
    }
    items.write(writes);
  }

  void delete(Item read) {
    ProxySession session = stored(read);
    List<ItemWrite> writes = new ArrayList<>(List.of(ItemWrite.delete(read)));
    for (Participant participant : session.participants()) {
      writes.addAll(
          numbers.free(
              session.voiceConnectorId(),
              participant.proxyPhoneNumber(),
              List.of(participant.phoneNumber()),
              session.proxySessionId()));
    }
    items.write(writes);
  }

  /** When a session ends by itself. */
  static Instant ends(ProxySession session) {
    return session.updatedTimestamp().plus(Duration.ofMinutes(session.expiryMinutes()));
  }

  /**
   * Checks how long a session is to be.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} naming the member
   */
  static void checkExpiry(int minutes, String member) {
    if (minutes < 1 || minutes > MAX_EXPIRY_MINUTES) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, member + ": 1 to " + MAX_EXPIRY_MINUTES + " minutes.");
    }
  }

  /**
   * Checks what a session is to carry.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} naming the member
   */
  static void checkCapabilities(List<Capability> capabilities) {
    if (capabilities.isEmpty() || capabilities.stream().distinct().count() != capabilities.size()) {
      throw new ApiException(ErrorType.BAD_REQUEST, "Capabilities: Voice, SMS or both, each once.");
    }
  }

  private Optional<Item> item(String voiceConnectorId, String proxySessionId) {
    return Ids.isGuid(proxySessionId)
        ? items.get(new ItemKey(connectors.sessions(voiceConnectorId), proxySessionId))
        : Optional.empty();
  }

  private static Map<String, Object> body(ProxySession session) {
    return Map.of(SESSION, Documents.toDocument(session));
  }

  @SuppressWarnings("unchecked") // written by body
  private static ProxySession stored(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(SESSION);
    return Documents.fromDocument(document, ProxySession.class);
  }
}
