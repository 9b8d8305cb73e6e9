package org.carillon.core.analytics;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.carillon.core.Account;
import org.carillon.core.RequestTokens;
import org.carillon.core.ports.Items;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.Tag;

/** What the operations of call analytics share, of one account. Safe for use by many threads. */
public final class AnalyticsSpace {

  private final Account account;
  private final Items items;
  private final Tags tags;
  private final Quotas quotas;
  private final RequestTokens tokens;
  private final InsightsConfigurations configurations;
  private final InsightsPipelines pipelines;
  private final PipelineTasks tasks;
  private final StreamPools pools;
  private final Elements elements;

  /** Of this account, on this store, by this clock. */
  public AnalyticsSpace(Items items, Account account, InstantSource clock) {
    this.account = account;
    this.items = items;
    this.tags = new Tags(items, account);
    this.quotas = new Quotas(items, account);
    this.tokens = new RequestTokens(items, account, clock);
    this.configurations = new InsightsConfigurations(items, account);
    this.pipelines = new InsightsPipelines(items, account, clock);
    this.tasks = new PipelineTasks(items, clock, pipelines);
    this.pools = new StreamPools(items, account);
    this.elements = new Elements(account);
  }

  Account account() {
    return account;
  }

  Items items() {
    return items;
  }

  /** The tags of all resources. */
  public Tags tags() {
    return tags;
  }

  Quotas quotas() {
    return quotas;
  }

  RequestTokens tokens() {
    return tokens;
  }

  /** The configurations. */
  public InsightsConfigurations configurations() {
    return configurations;
  }

  /** The pipelines, for the media plane that runs them. */
  public InsightsPipelines pipelines() {
    return pipelines;
  }

  /** The tasks on pipelines, for the media plane that works on them. */
  public PipelineTasks tasks() {
    return tasks;
  }

  StreamPools pools() {
    return pools;
  }

  Elements elements() {
    return elements;
  }

  static Map<String, String> checked(List<Tag> tags) {
    return Tags.checked(
        tags.stream().map(tag -> Map.entry(tag.key(), tag.value())).toList(), "Tags");
  }
}
