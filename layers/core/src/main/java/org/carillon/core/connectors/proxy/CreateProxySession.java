package org.carillon.core.connectors.proxy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.connectors.NumberAssignments;
import org.carillon.core.connectors.NumberOwner;
import org.carillon.core.connectors.SessionNumbers;
import org.carillon.core.numbers.E164;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateProxySessionResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.Participant;
import software.amazon.awssdk.services.chimesdkvoice.model.Proxy;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySession;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySessionStatus;

/**
 * CreateProxySession: two people call one of the connector's numbers and reach each other (V13).
 * Both get the same proxy number; a person has it in one open session at a time.
 */
public final class CreateProxySession
    implements Operation<CreateProxySessionRequest, CreateProxySessionResponse> {

  private static final int NUMBERS_LOOKED_AT = 500;
  private static final int NUMBERS_TRIED = 50;

  private final Items items;
  private final Connectors connectors;
  private final NumberAssignments assignments;
  private final SessionNumbers numbers;
  private final ProxySessions sessions;

  /** Over these connectors, their numbers and their sessions, of the same store. */
  public CreateProxySession(
      Items items,
      Connectors connectors,
      NumberAssignments assignments,
      SessionNumbers numbers,
      ProxySessions sessions) {
    this.items = items;
    this.connectors = connectors;
    this.assignments = assignments;
    this.numbers = numbers;
    this.sessions = sessions;
  }

  @Override
  public CreateProxySessionResponse handle(CreateProxySessionRequest request, Caller caller) {
    return CreateProxySessionResponse.builder()
        .proxySession(Retries.onConflict(() -> create(request)))
        .build();
  }

  private ProxySession create(CreateProxySessionRequest request) {
    Connector connector = connectors.require(request.voiceConnectorId());
    Proxy proxy = connector.require(ConnectorSetting.PROXY);
    if (Boolean.TRUE.equals(proxy.disabled())) {
      throw bad(
          "VoiceConnectorId: proxy sessions are disabled on the Voice Connector. Enable them first"
              + " (PutVoiceConnectorProxy).");
    }
    ProxySessions.checkCapabilities(request.capabilities());
    int expiry =
        request.expiryMinutes() == null
            ? proxy.defaultSessionExpiryMinutes()
            : request.expiryMinutes();
    ProxySessions.checkExpiry(expiry, "ExpiryMinutes");
    List<String> people = participants(request.participantPhoneNumbers());
    Instant now = sessions.now();
    ProxySession.Builder session =
        ProxySession.builder()
            .voiceConnectorId(connector.id())
            .proxySessionId(Ids.guid())
            .name(request.name())
            .status(ProxySessionStatus.OPEN)
            .expiryMinutes(expiry)
            .capabilities(request.capabilities())
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .numberSelectionBehavior(request.numberSelectionBehavior())
            .geoMatchLevel(request.geoMatchLevel())
            .geoMatchParams(request.geoMatchParams());
    return store(session, connector, proxy, request, people);
  }

  private ProxySession store(
      ProxySession.Builder session,
      Connector connector,
      Proxy proxy,
      CreateProxySessionRequest request,
      List<String> people) {
    Optional<String> last = numbers.lastOf(connector.id(), people);
    ProxyNumberChoice choice = new ProxyNumberChoice(proxy, request, people.getFirst(), last);
    choice.check();
    NumberOwner owner = NumberOwner.connector(connector.id());
    List<String> candidates = choice.inOrder(assignments.numbersOf(owner, NUMBERS_LOOKED_AT));
    for (String number : candidates.stream().limit(NUMBERS_TRIED).toList()) {
      ProxySession made = session.participants(participants(people, number)).build();
      Optional<List<ItemWrite>> writes = writes(made, connector, owner, number);
      if (writes.isPresent()) {
        writes.get().add(numbers.remember(connector.id(), people, number));
        items.write(writes.get());
        return made;
      }
    }
    throw bad(
        "VoiceConnectorId: no phone number of the Voice Connector is free for these participants."
            + " Assign more VoiceConnector numbers of the proxy's countries"
            + " (AssociatePhoneNumbersWithVoiceConnector), or delete sessions.");
  }

  /** What it takes to make the session with this number; empty when the number is not free. */
  private Optional<List<ItemWrite>> writes(
      ProxySession session, Connector connector, NumberOwner owner, String number) {
    Optional<Item> entry = assignments.entry(owner, number);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    List<ItemWrite> writes = new ArrayList<>();
    for (Participant participant : session.participants()) {
      Optional<ItemWrite> taken =
          numbers.take(
              connector.id(),
              number,
              participant.phoneNumber(),
              session.proxySessionId(),
              ProxySessions.ends(session));
      if (taken.isEmpty()) {
        return Optional.empty();
      }
      writes.add(taken.get());
    }
    writes.add(sessions.create(session));
    // the number must not leave, and the connector must not go, while the session comes
    writes.add(ItemWrite.replace(entry.get(), entry.get().body()));
    writes.add(
        new ItemWrite.Check(
            connector.item().key(), new ItemWrite.Condition.AtVersion(connector.item().version())));
    return Optional.of(writes);
  }

  private static List<String> participants(List<String> asked) {
    List<String> people = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      int at = i;
      people.add(
          E164.of(asked.get(i))
              .orElseThrow(
                  () -> bad("ParticipantPhoneNumbers[" + at + "]: a number like +12065550100.")));
    }
    if (people.size() != 2 || people.getFirst().equals(people.getLast())) {
      throw bad("ParticipantPhoneNumbers: exactly two different phone numbers.");
    }
    return people;
  }

  private static List<Participant> participants(List<String> people, String number) {
    return people.stream()
        .map(person -> Participant.builder().phoneNumber(person).proxyPhoneNumber(number).build())
        .toList();
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }
}
