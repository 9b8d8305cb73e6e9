package org.carillon.core.analytics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfiguration;

/**
 * The account's media insights pipeline configurations (A1), as stored, by name. Safe for use by
 * many threads.
 *
 * <p>Which Voice Connectors use a configuration is kept beside it. A connector that starts to use
 * it rewrites the configuration's item, so that a deletion that looked before cannot go through
 * after.
 */
public final class InsightsConfigurations {

  private static final String CONFIGURATION = "MediaInsightsPipelineConfiguration";
  private static final String REQUEST_TOKEN = "RequestToken";
  private static final String RESOURCE = "media-insights-pipeline-configuration/";
  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z._-]{2,64}");

  private final Items items;
  private final Account account;
  private final String partition;

  /** The configurations of this account. */
  public InsightsConfigurations(Items items, Account account) {
    this.items = items;
    this.account = account;
    this.partition = "account/" + account.id() + "/media-insights-configurations";
  }

  /**
   * A configuration.
   *
   * @param identifier its name or its ARN
   */
  public Optional<MediaInsightsPipelineConfiguration> find(String identifier) {
    return item(identifier).map(InsightsConfigurations::configuration);
  }

  /**
   * The item of a configuration, for {@link #target}.
   *
   * @param identifier its name or its ARN
   */
  public Optional<Item> item(String identifier) {
    String prefix = account.arn(RESOURCE);
    String name =
        identifier.startsWith(prefix) ? identifier.substring(prefix.length()) : identifier;
    return NAME.matcher(name).matches() ? items.get(key(name)) : Optional.empty();
  }

  /**
   * The configuration a client means.
   *
   * @param member the request's member, for the message
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it
   */
  Item require(String member, String identifier) {
    return item(identifier)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND,
                    member
                        + ": the account has no such media insights pipeline configuration. Pass its"
                        + " name or its ARN."));
  }

  /**
   * What a transaction holds so that a Voice Connector uses a configuration as it was read. The
   * connector is not its user yet.
   */
  public List<ItemWrite> target(Item read, String voiceConnectorId) {
    return List.of(
        ItemWrite.replace(read, read.body()),
        ItemWrite.create(
            new ItemKey(users(read.key().sort()), voiceConnectorId),
            Map.of("VoiceConnectorId", voiceConnectorId)));
  }

  /**
   * What a transaction holds so that a Voice Connector uses a configuration no more.
   *
   * @param configurationArn as the connector keeps it
   */
  public ItemWrite untarget(String configurationArn, String voiceConnectorId) {
    String name = configurationArn.substring(account.arn(RESOURCE).length());
    return new ItemWrite.Delete(
        new ItemKey(users(name), voiceConnectorId), new ItemWrite.Condition.Always());
  }

  /**
   * What a transaction holds so that a Voice Connector uses another configuration than before.
   *
   * @param before the ARN of the one it used
   * @param after the ARN of the one it is to use
   * @throws ApiException {@link ErrorType#BAD_REQUEST} when the account does not have the latter
   */
  public List<ItemWrite> moved(
      Optional<String> before, Optional<String> after, String voiceConnectorId) {
    if (before.equals(after)) {
      return List.of();
    }
    List<ItemWrite> writes = new ArrayList<>();
    before.ifPresent(arn -> writes.add(untarget(arn, voiceConnectorId)));
    after.ifPresent(
        arn -> {
          Item read =
              item(arn)
                  .orElseThrow(
                      () ->
                          new ApiException(
                              ErrorType.BAD_REQUEST,
                              "MediaInsightsConfiguration.ConfigurationArn: the account has no such"
                                  + " media insights pipeline configuration."));
          writes.addAll(target(read, voiceConnectorId));
        });
    return writes;
  }

  /** The ids of Voice Connectors that use a configuration, at most {@code limit}. */
  List<String> usersOf(String name, int limit) {
    return items.query(ItemQuery.partition(users(name), "", limit)).items().stream()
        .map(item -> item.key().sort())
        .toList();
  }

  ItemWrite create(
      MediaInsightsPipelineConfiguration configuration, Optional<String> requestToken) {
    Map<String, Object> body = new HashMap<>();
    body.put(CONFIGURATION, Documents.toDocument(configuration));
    requestToken.ifPresent(token -> body.put(REQUEST_TOKEN, token));
    return ItemWrite.create(key(configuration.mediaInsightsPipelineConfigurationName()), body);
  }

  void replace(Item read, MediaInsightsPipelineConfiguration configuration) {
    Map<String, Object> body = new HashMap<>(read.body());
    body.put(CONFIGURATION, Documents.toDocument(configuration));
    items.write(ItemWrite.replace(read, body));
  }

  String arn(String name) {
    return account.arn(RESOURCE + name);
  }

  /** Where the account's configurations are stored. */
  String partition() {
    return partition;
  }

  static Optional<String> requestToken(Item item) {
    return Optional.ofNullable((String) item.body().get(REQUEST_TOKEN));
  }

  @SuppressWarnings("unchecked") // written by this class
  static MediaInsightsPipelineConfiguration configuration(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(CONFIGURATION);
    return Documents.fromDocument(document, MediaInsightsPipelineConfiguration.class);
  }

  private ItemKey key(String name) {
    return new ItemKey(partition, name);
  }

  private String users(String name) {
    return partition + "/" + name + "/connectors";
  }
}
