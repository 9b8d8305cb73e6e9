package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.functions.voiceapi.Storm.atOnce;
import static org.carillon.functions.voiceapi.Storm.isBookkeeping;
import static org.carillon.functions.voiceapi.Storm.stored;
import static org.carillon.functions.voiceapi.Storm.unlessRefused;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.Capability;
import software.amazon.awssdk.services.chimesdkvoice.model.Participant;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociation;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociationName;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySession;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySessionStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorGroup;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorItem;

/**
 * Many clients at once, over the wire, on groups, connectors, their numbers and proxy sessions:
 * nothing has two owners, nobody is named who is gone, and nothing is left in the end (V1, V6, V7,
 * V13).
 */
class ConnectorGroupStormTest {

  private static final int STEPS = 15;
  private static final List<String> NUMBERS =
      List.of("+12065550100", "+12065550101", "+12065550102");
  private static final List<String> PEOPLE =
      List.of("+12125550190", "+12125550191", "+12125550192", "+12125550193");

  @TempDir Path data;
  private LocalApi local;
  private ChimeSdkVoiceClient client;

  @BeforeEach
  void start() throws IOException {
    local = new LocalApi(data);
    client = local.client();
    String order =
        client
            .createPhoneNumberOrder(r -> r.productType("VoiceConnector").e164PhoneNumbers(NUMBERS))
            .phoneNumberOrder()
            .phoneNumberOrderId();
    client.getPhoneNumberOrder(r -> r.phoneNumberOrderId(order));
  }

  @AfterEach
  void stop() {
    client.close();
    local.close();
  }

  @Test
  void groupsConnectorsAndNumbersThatComeAndGoAgreeWithEachOther() throws Exception {
    Set<String> before = stored(data);

    atOnce(
        i -> {
          Random random = new Random(i);
          for (int step = 0; step < STEPS; step++) {
            List<String> connectors = connectors();
            List<String> groups = groups().stream().map(g -> g.voiceConnectorGroupId()).toList();
            if (connectors.size() < 2) {
              connector();
            } else if (groups.isEmpty()) {
              unlessRefused(() -> client.createVoiceConnectorGroup(r -> r.name("storm")));
            } else {
              step(random, pick(random, connectors), pick(random, groups));
            }
          }
          return i;
        });

    numbersAndOwnersAgree();
    assertThat(groups()).hasSizeLessThanOrEqualTo(3);
    assertThat(connectors())
        .containsAll(
            groups().stream()
                .flatMap(group -> group.voiceConnectorItems().stream())
                .map(VoiceConnectorItem::voiceConnectorId)
                .toList());

    takeDown();
    Set<String> left = stored(data);
    left.removeAll(before);
    assertThat(left.stream().filter(key -> !isBookkeeping(key))).isEmpty();
  }

  @Test
  void aPersonHasAProxyNumberInOneOpenSessionOnly() throws Exception {
    Set<String> before = stored(data);
    String id = connector();
    client.associatePhoneNumbersWithVoiceConnector(
        r -> r.voiceConnectorId(id).e164PhoneNumbers(NUMBERS));
    client.putVoiceConnectorProxy(
        r -> r.voiceConnectorId(id).defaultSessionExpiryMinutes(60).phoneNumberPoolCountries("US"));

    List<Integer> made =
        atOnce(
            i -> {
              Random random = new Random(i);
              int mine = 0;
              for (int step = 0; step < STEPS; step++) {
                String number = pick(random, NUMBERS);
                List<ProxySession> open = open(id);
                mine +=
                    switch (random.nextInt(open.isEmpty() ? 4 : 7)) {
                      case 0 -> { // refused for a number while a session has it
                        unlessRefused(
                            () ->
                                client.disassociatePhoneNumbersFromVoiceConnector(
                                    r -> r.voiceConnectorId(id).e164PhoneNumbers(number)));
                        unlessRefused(
                            () ->
                                client.associatePhoneNumbersWithVoiceConnector(
                                    r -> r.voiceConnectorId(id).e164PhoneNumbers(number)));
                        yield 0;
                      }
                      case 1, 2, 3 -> session(id, random) ? 1 : 0;
                      case 4 -> {
                        String any = pick(random, open).proxySessionId();
                        unlessRefused(
                            () ->
                                client.updateProxySession(
                                    r ->
                                        r.voiceConnectorId(id)
                                            .proxySessionId(any)
                                            .expiryMinutes(30)
                                            .capabilities(Capability.VOICE)));
                        yield 0;
                      }
                      default -> {
                        String any = pick(random, open).proxySessionId();
                        unlessRefused(
                            () ->
                                client.deleteProxySession(
                                    r -> r.voiceConnectorId(id).proxySessionId(any)));
                        yield 0;
                      }
                    };
              }
              return mine;
            });
    assertThat(made.stream().mapToInt(Integer::intValue).sum()).as("sessions made").isPositive();

    Map<String, String> owners = new HashMap<>();
    Set<String> assigned = new TreeSet<>(numbersOf("VoiceConnectorId", id));
    for (ProxySession session : open(id)) {
      assertThat(session.participants()).hasSize(2);
      for (Participant participant : session.participants()) {
        assertThat(assigned).as("the number is here").contains(participant.proxyPhoneNumber());
        String pair = participant.phoneNumber() + " on " + participant.proxyPhoneNumber();
        assertThat(owners.put(pair, session.proxySessionId())).as(pair).isNull();
      }
    }
    for (ProxySession session : open(id)) {
      client.deleteProxySession(
          r -> r.voiceConnectorId(id).proxySessionId(session.proxySessionId()));
    }
    takeDown();
    Set<String> left = stored(data);
    left.removeAll(before);
    assertThat(left.stream().filter(key -> !isBookkeeping(key))).isEmpty();
  }

  private void step(Random random, String connector, String group) {
    String number = pick(random, NUMBERS);
    boolean force = random.nextBoolean();
    unlessRefused(
        () ->
            switch (random.nextInt(9)) {
              case 0 -> connector();
              case 1 -> client.deleteVoiceConnector(r -> r.voiceConnectorId(connector));
              case 2 -> client.createVoiceConnectorGroup(r -> r.name("storm"));
              case 3 -> client.deleteVoiceConnectorGroup(r -> r.voiceConnectorGroupId(group));
              case 4 -> update(group, List.of(item(connector)));
              case 5 -> update(group, List.of());
              case 6 ->
                  client.associatePhoneNumbersWithVoiceConnectorGroup(
                      r ->
                          r.voiceConnectorGroupId(group)
                              .e164PhoneNumbers(number)
                              .forceAssociate(force));
              case 7 ->
                  client.disassociatePhoneNumbersFromVoiceConnectorGroup(
                      r -> r.voiceConnectorGroupId(group).e164PhoneNumbers(number));
              default ->
                  client.associatePhoneNumbersWithVoiceConnector(
                      r ->
                          r.voiceConnectorId(connector)
                              .e164PhoneNumbers(number)
                              .forceAssociate(force));
            });
  }

  /** What numbers say of their owners is what the owners' lists say, and the owners are there. */
  private void numbersAndOwnersAgree() {
    List<String> connectors = connectors();
    List<String> groups = groups().stream().map(g -> g.voiceConnectorGroupId()).toList();
    Set<String> said = new TreeSet<>();
    for (PhoneNumber number : client.listPhoneNumbers(r -> {}).phoneNumbers()) {
      assertThat(number.associations()).as(number.e164PhoneNumber()).hasSizeLessThan(2);
      for (PhoneNumberAssociation owner : number.associations()) {
        assertThat(
                owner.name() == PhoneNumberAssociationName.VOICE_CONNECTOR_ID ? connectors : groups)
            .as("the owner of " + number.e164PhoneNumber())
            .contains(owner.value());
        said.add(number.e164PhoneNumber() + " of " + owner.value());
      }
    }
    Set<String> listed = new TreeSet<>();
    for (String id : connectors) {
      numbersOf("VoiceConnectorId", id).forEach(number -> listed.add(number + " of " + id));
    }
    for (String id : groups) {
      numbersOf("VoiceConnectorGroupId", id).forEach(number -> listed.add(number + " of " + id));
    }
    assertThat(listed).isEqualTo(said);
  }

  /** All that is left can be taken down in the right order, and the numbers are free then. */
  private void takeDown() {
    for (VoiceConnectorGroup group : groups()) {
      String id = group.voiceConnectorGroupId();
      client.disassociatePhoneNumbersFromVoiceConnectorGroup(
          r -> r.voiceConnectorGroupId(id).e164PhoneNumbers(NUMBERS));
      update(id, List.of());
      client.deleteVoiceConnectorGroup(r -> r.voiceConnectorGroupId(id));
    }
    for (String id : connectors()) {
      client.disassociatePhoneNumbersFromVoiceConnector(
          r -> r.voiceConnectorId(id).e164PhoneNumbers(NUMBERS));
      client.deleteVoiceConnector(r -> r.voiceConnectorId(id));
    }
    assertThat(client.listPhoneNumbers(r -> r.status("Unassigned")).phoneNumbers())
        .hasSize(NUMBERS.size());
  }

  private boolean session(String id, Random random) {
    int first = random.nextInt(PEOPLE.size());
    int second = (first + 1 + random.nextInt(PEOPLE.size() - 1)) % PEOPLE.size();
    return unlessRefused(
        () ->
            client.createProxySession(
                r ->
                    r.voiceConnectorId(id)
                        .participantPhoneNumbers(PEOPLE.get(first), PEOPLE.get(second))
                        .capabilities(Capability.VOICE)));
  }

  private List<ProxySession> open(String id) {
    return client
        .listProxySessions(r -> r.voiceConnectorId(id).status(ProxySessionStatus.OPEN))
        .proxySessions();
  }

  private List<String> connectors() {
    return client.listVoiceConnectorsPaginator(r -> {}).stream()
        .flatMap(page -> page.voiceConnectors().stream())
        .map(VoiceConnector::voiceConnectorId)
        .toList();
  }

  private List<VoiceConnectorGroup> groups() {
    return client.listVoiceConnectorGroups(r -> {}).voiceConnectorGroups();
  }

  private List<String> numbersOf(String kind, String id) {
    return client.listPhoneNumbers(r -> r.filterName(kind).filterValue(id)).phoneNumbers().stream()
        .map(PhoneNumber::e164PhoneNumber)
        .toList();
  }

  private String connector() {
    return client
        .createVoiceConnector(r -> r.name("trunk").requireEncryption(false))
        .voiceConnector()
        .voiceConnectorId();
  }

  private VoiceConnectorGroup update(String group, List<VoiceConnectorItem> items) {
    return client
        .updateVoiceConnectorGroup(
            r -> r.voiceConnectorGroupId(group).name("storm").voiceConnectorItems(items))
        .voiceConnectorGroup();
  }

  private static VoiceConnectorItem item(String connector) {
    return VoiceConnectorItem.builder().voiceConnectorId(connector).priority(1).build();
  }

  private static <T> T pick(Random random, List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
