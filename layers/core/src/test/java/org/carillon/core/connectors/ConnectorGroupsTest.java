package org.carillon.core.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.util.List;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.connectors.groups.CreateVoiceConnectorGroup;
import org.carillon.core.connectors.groups.DeleteVoiceConnectorGroup;
import org.carillon.core.connectors.groups.GetVoiceConnectorGroup;
import org.carillon.core.connectors.groups.ListVoiceConnectorGroups;
import org.carillon.core.connectors.groups.UpdateVoiceConnectorGroup;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceConnectorGroupsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorGroup;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorItem;

class ConnectorGroupsTest {

  private final CoreFixture core = new CoreFixture();

  @Test
  void aGroupHoldsConnectorsOfSeveralRegions() {
    String east = core.connector();
    String west = core.connector(r -> r.awsRegion("us-west-2")).voiceConnectorId();

    VoiceConnectorGroup made = create(item(east, 1), item(west, 2));

    assertThat(made.voiceConnectorGroupArn())
        .isEqualTo("arn:aws:chime:us-east-1:111122223333:vcg/" + made.voiceConnectorGroupId());
    assertThat(get(made.voiceConnectorGroupId())).isEqualTo(made);
    assertThat(list()).containsExactly(made);
    assertThat(core.connectors.require(east).groups())
        .containsExactly(made.voiceConnectorGroupId());
  }

  @Test
  void aConnectorOfAGroupIsNotDeletedUntilItIsTakenOut() {
    String connector = core.connector();
    VoiceConnectorGroup group = create(item(connector, 1));

    refused(ErrorType.CONFLICT, group.voiceConnectorGroupId(), () -> deleteConnector(connector));

    assertThat(update(group).voiceConnectorItems()).isEmpty();
    deleteConnector(connector);
    assertThat(core.connectors.find(connector)).isEmpty();
  }

  @Test
  void aGroupWithConnectorsIsNotDeleted() {
    VoiceConnectorGroup group = create(item(core.connector(), 1));

    refused(ErrorType.CONFLICT, "Take them out first", () -> delete(group.voiceConnectorGroupId()));

    update(group);
    delete(group.voiceConnectorGroupId());
    refused(ErrorType.NOT_FOUND, "VoiceConnectorGroupId", () -> get(group.voiceConnectorGroupId()));
    refused(
        ErrorType.NOT_FOUND, "VoiceConnectorGroupId", () -> delete(group.voiceConnectorGroupId()));
    refused(ErrorType.NOT_FOUND, "VoiceConnectorGroupId", () -> update(group));
  }

  @Test
  void connectorsAndPrioritiesAreCheckedOneByOne() {
    String connector = core.connector();
    String another = core.connector();
    VoiceConnectorGroup group = create();

    refused(
        ErrorType.BAD_REQUEST,
        "VoiceConnectorItems[1].VoiceConnectorId: the Voice Connector is named twice",
        () -> create(item(connector, 1), item(connector, 2)));
    refused(
        ErrorType.BAD_REQUEST,
        "VoiceConnectorItems[1].Priority",
        () -> update(group, item(connector, 1), item(another, 1)));
    refused(
        ErrorType.BAD_REQUEST,
        "VoiceConnectorItems[0].VoiceConnectorId: the account has no",
        () -> update(group, item("abcdefghijklmnopqrstuv", 1)));
    assertThat(get(group.voiceConnectorGroupId())).isEqualTo(group);
    assertThat(core.connectors.require(connector).groups()).isEmpty();
  }

  @Test
  void aGroupHasThreeConnectorsAndAnAccountThreeGroups() {
    List<VoiceConnectorItem> four =
        List.of(
            item(core.connector(), 1),
            item(core.connector(), 2),
            item(core.connector(), 3),
            item(core.connector(), 99));
    refused(
        ErrorType.RESOURCE_LIMIT_EXCEEDED,
        "VoiceConnectorsPerGroup",
        () -> create(four.toArray(VoiceConnectorItem[]::new)));

    VoiceConnectorGroup group = create(four.subList(0, 3).toArray(VoiceConnectorItem[]::new));
    refused(
        ErrorType.BAD_REQUEST,
        "VoiceConnectorsPerGroup",
        () -> update(group, four.toArray(VoiceConnectorItem[]::new)));

    create();
    VoiceConnectorGroup third = create();
    refused(ErrorType.RESOURCE_LIMIT_EXCEEDED, "VoiceConnectorGroups", this::create);
    delete(third.voiceConnectorGroupId());
    create();
    assertThat(list()).hasSize(3);
  }

  private static VoiceConnectorItem item(String id, int priority) {
    return VoiceConnectorItem.builder().voiceConnectorId(id).priority(priority).build();
  }

  private VoiceConnectorGroup create(VoiceConnectorItem... items) {
    return new CreateVoiceConnectorGroup(core.groups, core.clock)
        .handle(
            CreateVoiceConnectorGroupRequest.builder()
                .name("group")
                .voiceConnectorItems(items)
                .build(),
            core.caller)
        .voiceConnectorGroup();
  }

  private VoiceConnectorGroup update(VoiceConnectorGroup group, VoiceConnectorItem... items) {
    return new UpdateVoiceConnectorGroup(core.groups, core.clock)
        .handle(
            UpdateVoiceConnectorGroupRequest.builder()
                .voiceConnectorGroupId(group.voiceConnectorGroupId())
                .name(group.name())
                .voiceConnectorItems(items)
                .build(),
            core.caller)
        .voiceConnectorGroup();
  }

  private VoiceConnectorGroup get(String id) {
    return new GetVoiceConnectorGroup(core.groups)
        .handle(
            GetVoiceConnectorGroupRequest.builder().voiceConnectorGroupId(id).build(), core.caller)
        .voiceConnectorGroup();
  }

  private List<VoiceConnectorGroup> list() {
    return new ListVoiceConnectorGroups(core.listing, core.groups)
        .handle(ListVoiceConnectorGroupsRequest.builder().build(), core.caller)
        .voiceConnectorGroups();
  }

  private void delete(String id) {
    new DeleteVoiceConnectorGroup(core.groups, core.assignments)
        .handle(
            DeleteVoiceConnectorGroupRequest.builder().voiceConnectorGroupId(id).build(),
            core.caller);
  }

  private void deleteConnector(String id) {
    new DeleteVoiceConnector(core.connectors, core.assignments)
        .handle(DeleteVoiceConnectorRequest.builder().voiceConnectorId(id).build(), core.caller);
  }
}
