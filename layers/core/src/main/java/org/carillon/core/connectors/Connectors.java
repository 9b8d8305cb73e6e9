package org.carillon.core.connectors;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.Retries;
import org.carillon.core.analytics.InsightsConfigurations;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkvoice.model.TerminationHealth;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/**
 * The account's Voice Connectors (V1), as stored. Safe for use by many threads.
 *
 * <p>Whatever starts to use a connector (a number, a group, a rule, a proxy session) rewrites its
 * item, so that a deletion that looked before cannot go through after.
 */
public final class Connectors {

  private static final String CREDENTIALS = "credentials";
  private static final String HEALTH = "health";
  private static final String TIMESTAMP = "Timestamp";
  private static final String SOURCE = "Source";
  private static final int SWEEP = 50;

  private final Items items;
  private final Tags tags;
  private final Quotas quotas;
  private final InsightsConfigurations insights;
  private final String partition;

  /** The connectors of this account, of all its regions. */
  public Connectors(Items items, Account account) {
    this.items = items;
    this.tags = new Tags(items, account);
    this.quotas = new Quotas(items, account);
    this.insights = new InsightsConfigurations(items, account);
    this.partition = NumberOwner.connectors(account);
  }

  /** The connector with this id. */
  public Optional<Connector> find(String voiceConnectorId) {
    return Ids.isConnector(voiceConnectorId)
        ? items.get(new ItemKey(partition, voiceConnectorId)).map(Connector::of)
        : Optional.empty();
  }

  /**
   * The connector with this outbound host name, in any case of letters. One read: the name's first
   * label is the connector's id.
   */
  public Optional<Connector> byHostName(String hostName) {
    String name = hostName.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    return find(dot < 0 ? name : name.substring(0, dot))
        .filter(connector -> connector.voiceConnector().outboundHostName().equals(name));
  }

  /**
   * The connector a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it
   */
  public Connector require(String voiceConnectorId) {
    return find(voiceConnectorId)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND,
                    "VoiceConnectorId: the account has no such Voice Connector. Its connectors are"
                        + " listed by ListVoiceConnectors."));
  }

  /**
   * Changes a connector. The change is made again on what is stored when another one came between.
   * The call analytics configuration that it uses from then on knows of it (V12).
   *
   * @param change gives the connector's new state, or the same to leave it; may refuse
   * @return the connector as it is now
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it, {@link
   *     ErrorType#BAD_REQUEST} when it is to use an analytics configuration that is not there
   */
  public Connector change(String voiceConnectorId, UnaryOperator<Connector> change) {
    return change(voiceConnectorId, change, changed -> List.of());
  }

  /**
   * {@link #change(String, UnaryOperator)} together with something else in the same transaction.
   *
   * @param together what else is written when the connector changes, given its new state
   */
  public Connector change(
      String voiceConnectorId,
      UnaryOperator<Connector> change,
      Function<Connector, List<ItemWrite>> together) {
    return Retries.onConflict(
        () -> {
          Connector read = require(voiceConnectorId);
          Connector changed = change.apply(read);
          if (!changed.body().equals(read.body())) {
            List<ItemWrite> writes = new ArrayList<>(together.apply(changed));
            writes.addAll(
                insights.moved(
                    read.insightsConfiguration(),
                    changed.insightsConfiguration(),
                    voiceConnectorId));
            writes.add(changed.write());
            items.write(writes);
          }
          return changed;
        });
  }

  void create(VoiceConnector shape, Map<String, String> itsTags) {
    ItemKey key = new ItemKey(partition, shape.voiceConnectorId());
    Retries.onConflict(
        () -> {
          items.write(
              ItemWrite.create(key, Connector.body(shape)),
              tags.create(shape.voiceConnectorArn(), itsTags),
              quotas.take(Quota.VOICE_CONNECTORS, shape.awsRegionAsString(), 1));
          return key;
        });
  }

  /** Removes a connector as it was read, with all that is stored under it. */
  void delete(Connector connector) {
    VoiceConnector shape = connector.voiceConnector();
    List<ItemWrite> writes =
        new ArrayList<>(
            insights.moved(connector.insightsConfiguration(), Optional.empty(), connector.id()));
    writes.add(ItemWrite.delete(connector.item()));
    writes.add(tags.delete(shape.voiceConnectorArn()));
    writes.add(quotas.giveBack(Quota.VOICE_CONNECTORS, shape.awsRegionAsString(), 1));
    writes.add(new ItemWrite.Delete(credentials(connector.id()), new ItemWrite.Condition.Always()));
    writes.add(new ItemWrite.Delete(health(connector.id()), new ItemWrite.Condition.Always()));
    items.write(writes);
    sweep(sessions(connector.id()));
    sweep(sessionNumbers(connector.id()));
  }

  /** Removes what nobody can reach any more. No id is used twice, so nothing comes after. */
  private void sweep(String unreachable) {
    List<Item> left;
    do {
      left = items.query(ItemQuery.partition(unreachable, "", SWEEP)).items();
      if (!left.isEmpty()) {
        items.write(
            left.stream()
                .<ItemWrite>map(
                    item -> new ItemWrite.Delete(item.key(), new ItemWrite.Condition.Always()))
                .toList());
      }
    } while (left.size() == SWEEP);
  }

  /**
   * Notes that a SIP OPTIONS request came from a connector's infrastructure (V2: last OPTIONS
   * ping). Nothing happens when the connector is gone.
   *
   * @param source the sender's IP address
   */
  public void optionsReceived(String voiceConnectorId, String source, Instant when) {
    if (find(voiceConnectorId).isEmpty()) {
      return;
    }
    try {
      items.write(
          new ItemWrite.Check(
              new ItemKey(partition, voiceConnectorId), new ItemWrite.Condition.Present()),
          ItemWrite.put(
              health(voiceConnectorId), Map.of(TIMESTAMP, when.toString(), SOURCE, source)));
    } catch (ItemConflictException another) {
      // the connector was just deleted, or another ping is being noted: both leave nothing to do
      return;
    }
  }

  /** The last OPTIONS request from a connector's infrastructure; empty when none came yet. */
  public Optional<TerminationHealth> health(Connector connector) {
    return items
        .get(health(connector.id()))
        .map(
            item ->
                TerminationHealth.builder()
                    .timestamp(Instant.parse((String) item.body().get(TIMESTAMP)))
                    .source((String) item.body().get(SOURCE))
                    .build());
  }

  /** Where the connectors are stored. */
  String partition() {
    return partition;
  }

  /** Where a connector's termination credentials are stored. */
  public ItemKey credentials(String voiceConnectorId) {
    return new ItemKey(own(voiceConnectorId), CREDENTIALS);
  }

  private ItemKey health(String voiceConnectorId) {
    return new ItemKey(own(voiceConnectorId), HEALTH);
  }

  /** Where a connector's proxy sessions are stored. */
  public String sessions(String voiceConnectorId) {
    return own(voiceConnectorId) + "/sessions";
  }

  /** Where it is stored which numbers a connector's proxy sessions use. */
  public String sessionNumbers(String voiceConnectorId) {
    return own(voiceConnectorId) + "/session-numbers";
  }

  private String own(String voiceConnectorId) {
    return partition + "/" + voiceConnectorId;
  }
}
