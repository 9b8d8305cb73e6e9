package org.carillon.core.connectors.groups;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.connectors.NumberOwner;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorGroup;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorItem;

/** The account's Voice Connector groups (V6), as stored. Safe for use by many threads. */
public final class ConnectorGroups {

  private static final String GROUP = "VoiceConnectorGroup";

  // a change rewrites every connector that comes or goes, in one transaction
  private static final int MAX_CONNECTORS = 45;

  private final Items items;
  private final Connectors connectors;
  private final Quotas quotas;
  private final String partition;

  /** The groups of this account, of these connectors in the same store. */
  public ConnectorGroups(Items items, Account account, Connectors connectors) {
    this.items = items;
    this.connectors = connectors;
    this.quotas = new Quotas(items, account);
    this.partition = NumberOwner.groups(account);
  }

  /** The group with this id. */
  public Optional<VoiceConnectorGroup> find(String voiceConnectorGroupId) {
    return item(voiceConnectorGroupId).map(ConnectorGroups::group);
  }

  /**
   * The group a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it
   */
  Item require(String voiceConnectorGroupId) {
    return item(voiceConnectorGroupId)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND,
                    "VoiceConnectorGroupId: the account has no such Voice Connector group. Its"
                        + " groups are listed by ListVoiceConnectorGroups."));
  }

  /**
   * Stores a new group.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} naming what is wrong with its connectors,
   *     {@link ErrorType#RESOURCE_LIMIT_EXCEEDED} for one group or one connector too many
   */
  void create(VoiceConnectorGroup group) {
    List<ItemWrite> writes =
        changeOfConnectors(
            group.voiceConnectorGroupId(),
            List.of(),
            group.voiceConnectorItems(),
            ErrorType.RESOURCE_LIMIT_EXCEEDED);
    writes.add(
        ItemWrite.create(
            new ItemKey(partition, group.voiceConnectorGroupId()),
            Map.of(GROUP, Documents.toDocument(group))));
    writes.add(quotas.take(Quota.VOICE_CONNECTOR_GROUPS, "", 1));
    items.write(writes);
  }

  /**
   * Stores another state of a group.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} naming what is wrong with its connectors
   */
  void replace(Item read, VoiceConnectorGroup group) {
    List<ItemWrite> writes =
        changeOfConnectors(
            group.voiceConnectorGroupId(),
            group(read).voiceConnectorItems(),
            group.voiceConnectorItems(),
            ErrorType.BAD_REQUEST);
    writes.add(ItemWrite.replace(read, Map.of(GROUP, Documents.toDocument(group))));
    items.write(writes);
  }

  void delete(Item read) {
    items.write(ItemWrite.delete(read), quotas.giveBack(Quota.VOICE_CONNECTOR_GROUPS, "", 1));
  }

  /** Where the groups are stored. */
  String partition() {
    return partition;
  }

  @SuppressWarnings("unchecked") // written by this class
  static VoiceConnectorGroup group(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(GROUP);
    return Documents.fromDocument(document, VoiceConnectorGroup.class);
  }

  private Optional<Item> item(String voiceConnectorGroupId) {
    return Ids.isConnector(voiceConnectorGroupId)
        ? items.get(new ItemKey(partition, voiceConnectorGroupId))
        : Optional.empty();
  }

  private List<ItemWrite> changeOfConnectors(
      String groupId,
      List<VoiceConnectorItem> before,
      List<VoiceConnectorItem> after,
      ErrorType overQuota) {
    checkCount(after.size(), overQuota);
    Set<String> had = ids(before);
    Set<String> has = new HashSet<>();
    Set<Integer> priorities = new HashSet<>();
    List<ItemWrite> writes = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      String at = "VoiceConnectorItems[" + i + "].";
      VoiceConnectorItem item = after.get(i);
      if (!has.add(item.voiceConnectorId())) {
        throw bad(at + "VoiceConnectorId: the Voice Connector is named twice.");
      }
      if (!priorities.add(item.priority())) {
        throw bad(at + "Priority: another Voice Connector has the same priority.");
      }
      Connector connector =
          connectors
              .find(item.voiceConnectorId())
              .orElseThrow(
                  () -> bad(at + "VoiceConnectorId: the account has no such Voice Connector."));
      if (!had.contains(connector.id())) {
        writes.add(connector.inGroup(groupId).write());
      }
    }
    had.removeAll(has);
    for (String gone : had) {
      connectors
          .find(gone)
          .ifPresent(connector -> writes.add(connector.outOfGroup(groupId).write()));
    }
    return writes;
  }

  private void checkCount(int count, ErrorType overQuota) {
    int limit = Math.min(quotas.limit(Quota.VOICE_CONNECTORS_PER_GROUP), MAX_CONNECTORS);
    if (count > limit) {
      throw new ApiException(
          overQuota,
          "VoiceConnectorItems: at most "
              + limit
              + " Voice Connectors in a group (quota "
              + Quota.VOICE_CONNECTORS_PER_GROUP.code()
              + ", never more than "
              + MAX_CONNECTORS
              + ").");
    }
  }

  private static Set<String> ids(List<VoiceConnectorItem> connectorItems) {
    Set<String> ids = new HashSet<>();
    connectorItems.forEach(item -> ids.add(item.voiceConnectorId()));
    return ids;
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }
}
