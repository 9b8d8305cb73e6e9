package org.carillon.core.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.connectors.groups.CreateVoiceConnectorGroup;
import org.carillon.core.connectors.groups.DeleteVoiceConnectorGroup;
import org.carillon.core.connectors.groups.UpdateVoiceConnectorGroup;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociation;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorGroup;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorItem;

/** Many do everything at once: no number has two owners, and nothing is left of what is gone. */
class ConnectorStormTest {

  private static final int THREADS = 8;
  private static final int STEPS = 60;
  private static final List<String> NUMBERS =
      IntStream.range(0, 6).mapToObj(i -> "+1206555010" + i).toList();

  private final CoreFixture core = new CoreFixture();

  @Test
  void aStormOfEverythingLeavesNoOrphanAndNoDoubleOwner() throws Exception {
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, NUMBERS.toArray(String[]::new));
    List<String> connectors =
        Collections.synchronizedList(
            new ArrayList<>(List.of(core.connector(), core.connector(), core.connector())));
    List<String> groups = Collections.synchronizedList(new ArrayList<>(List.of(group(), group())));

    run(
        seed -> {
          Random random = new Random(seed);
          for (int step = 0; step < STEPS; step++) {
            step(random, connectors, groups);
          }
        });

    assertNumbersAndOwnersAgree();
    assertGroupsAndConnectorsAgree();
    assertQuotasCountWhatIsThere();
  }

  @Test
  void ofACreationOfGroupsAtTheSameMomentThreeWin() throws Exception {
    List<Boolean> made =
        run(
            seed -> {
              group();
            });
    assertThat(made).filteredOn(it -> it).hasSize(3);
    assertThat(core.items.keys(groupsPartition())).hasSize(3);
  }

  @Test
  void aNumberThatComesWhileItsConnectorIsDeletedIsNeverLeftWithoutIt() throws Exception {
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, NUMBERS.getFirst());
    for (int round = 0; round < 30; round++) {
      String connector = core.connector();
      run(
          seed -> {
            if (seed % 2 == 0) {
              core.assignments.associate(
                  NumberOwner.connector(connector), NUMBERS.subList(0, 1), true);
            } else {
              deleteConnector(connector);
            }
          });
      assertNumbersAndOwnersAgree();
    }
  }

  private void step(Random random, List<String> connectors, List<String> groups) {
    String connector = connectors.get(random.nextInt(connectors.size()));
    String group = groups.get(random.nextInt(groups.size()));
    int from = random.nextInt(NUMBERS.size());
    List<String> some = NUMBERS.subList(from, random.nextInt(from, NUMBERS.size()) + 1);
    switch (random.nextInt(9)) {
      case 0 -> connectors.add(core.connector());
      case 1 -> refusable(() -> deleteConnector(connector));
      case 2, 3 ->
          refusable(
              () ->
                  core.assignments.associate(
                      NumberOwner.connector(connector), some, random.nextBoolean()));
      case 4 ->
          refusable(
              () ->
                  core.assignments.associate(NumberOwner.group(group), some, random.nextBoolean()));
      case 5 ->
          refusable(() -> core.assignments.disassociate(NumberOwner.connector(connector), some));
      case 6 -> refusable(() -> core.assignments.disassociate(NumberOwner.group(group), some));
      case 7 -> refusable(() -> update(group, connector));
      default -> {
        refusable(() -> update(group));
        refusable(() -> deleteGroup(group));
        refusable(() -> groups.add(group()));
      }
    }
  }

  /** A rule may refuse; too many changes at once may not be the reason, and nothing else either. */
  private static void refusable(Runnable action) {
    try {
      action.run();
    } catch (ApiException refused) {
      assertThat(refused.type())
          .isIn(
              ErrorType.NOT_FOUND,
              ErrorType.CONFLICT,
              ErrorType.BAD_REQUEST,
              ErrorType.RESOURCE_LIMIT_EXCEEDED);
    }
  }

  private interface Work {
    void run(int seed);
  }

  /** Runs it on all threads from one moment on, and tells which were not refused. */
  private List<Boolean> run(Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int seed = thread;
      tasks.add(
          () -> {
            start.await();
            try {
              work.run(seed);
              return true;
            } catch (ApiException refused) {
              return false;
            }
          });
    }
    List<Boolean> ended = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> task : threads.invokeAll(tasks)) {
        ended.add(task.get());
      }
    }
    return ended;
  }

  private void assertNumbersAndOwnersAgree() {
    List<String> said = new ArrayList<>();
    for (String number : NUMBERS) {
      core.numbers.find(number).ifPresent(phone -> said.addAll(ownersOf(phone)));
    }
    List<String> listed = new ArrayList<>();
    for (ItemKey key : core.items.keys("account/" + core.account.id() + "/connector")) {
      if (key.partition().endsWith("/numbers")) {
        String[] path = key.partition().split("/");
        listed.add(key.sort() + " of " + path[path.length - 2]);
      }
    }
    assertThat(said).containsExactlyInAnyOrderElementsOf(listed);
  }

  private List<String> ownersOf(PhoneNumber phone) {
    assertThat(phone.associations()).hasSizeLessThan(2);
    assertThat(phone.status())
        .isEqualTo(
            phone.associations().isEmpty()
                ? PhoneNumberStatus.UNASSIGNED
                : PhoneNumberStatus.ASSIGNED);
    for (PhoneNumberAssociation association : phone.associations()) {
      assertThat(core.items.get(NumberOwner.of(association).key(core.account)))
          .as("the owner of " + phone.e164PhoneNumber())
          .isPresent();
    }
    return phone.associations().stream()
        .map(association -> phone.e164PhoneNumber() + " of " + association.value())
        .toList();
  }

  private void assertGroupsAndConnectorsAgree() {
    List<String> saidByConnectors = new ArrayList<>();
    for (ItemKey key : core.items.keys(connectorsPartition())) {
      if (key.partition().equals(connectorsPartition())) {
        core.connectors
            .require(key.sort())
            .groups()
            .forEach(group -> saidByConnectors.add(group + " has " + key.sort()));
      }
    }
    List<String> saidByGroups = new ArrayList<>();
    for (ItemKey key : core.items.keys(groupsPartition())) {
      if (key.partition().equals(groupsPartition())) {
        VoiceConnectorGroup group = core.groups.find(key.sort()).orElseThrow();
        group
            .voiceConnectorItems()
            .forEach(item -> saidByGroups.add(key.sort() + " has " + item.voiceConnectorId()));
      }
    }
    assertThat(saidByConnectors).containsExactlyInAnyOrderElementsOf(saidByGroups);
  }

  private void assertQuotasCountWhatIsThere() {
    Quotas quotas = new Quotas(core.items, core.account);
    long connectors =
        core.items.keys(connectorsPartition()).stream()
            .filter(key -> key.partition().equals(connectorsPartition()))
            .count();
    int free = quotas.limit(Quota.VOICE_CONNECTORS) - Math.toIntExact(connectors);
    assertThat(quotas.take(Quota.VOICE_CONNECTORS, "us-east-1", free)).isNotNull();
    CoreFixture.refused(
        ErrorType.RESOURCE_LIMIT_EXCEEDED,
        connectors + " are there",
        () -> quotas.take(Quota.VOICE_CONNECTORS, "us-east-1", free + 1));
  }

  private String connectorsPartition() {
    return NumberOwner.connectors(core.account);
  }

  private String groupsPartition() {
    return NumberOwner.groups(core.account);
  }

  private String group() {
    return new CreateVoiceConnectorGroup(core.groups, core.clock)
        .handle(CreateVoiceConnectorGroupRequest.builder().name("group").build(), core.caller)
        .voiceConnectorGroup()
        .voiceConnectorGroupId();
  }

  private void update(String group, String... connectors) {
    List<VoiceConnectorItem> items =
        IntStream.range(0, connectors.length)
            .mapToObj(
                i ->
                    VoiceConnectorItem.builder()
                        .voiceConnectorId(connectors[i])
                        .priority(i + 1)
                        .build())
            .toList();
    new UpdateVoiceConnectorGroup(core.groups, core.clock)
        .handle(
            UpdateVoiceConnectorGroupRequest.builder()
                .voiceConnectorGroupId(group)
                .name("group")
                .voiceConnectorItems(items)
                .build(),
            core.caller);
  }

  private void deleteGroup(String group) {
    new DeleteVoiceConnectorGroup(core.groups, core.assignments)
        .handle(
            DeleteVoiceConnectorGroupRequest.builder().voiceConnectorGroupId(group).build(),
            core.caller);
  }

  private void deleteConnector(String connector) {
    new DeleteVoiceConnector(core.connectors, core.assignments)
        .handle(
            DeleteVoiceConnectorRequest.builder().voiceConnectorId(connector).build(), core.caller);
  }
}
