package org.carillon.core.voiceprofiles;

import java.time.InstantSource;
import org.carillon.core.Account;
import org.carillon.core.RequestTokens;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Keys;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.tags.Tags;

/** What the operations on voice profiles share, of one account. Safe for use by many threads. */
public final class VoiceProfileSpace {

  private final Account account;
  private final Items items;
  private final Tags tags;
  private final Quotas quotas;
  private final RequestTokens tokens;
  private final DomainKeys keys;
  private final VoiceProfileDomains domains;
  private final DomainRemovals removals;
  private final VoiceProfiles profiles;
  private final ConnectorCalls calls;
  private final VoiceAnalyticsTasks tasks;

  /** Of this account, on this store and these keys, by this clock. */
  public VoiceProfileSpace(Items items, Keys keys, Account account, InstantSource clock) {
    this.account = account;
    this.items = items;
    this.tags = new Tags(items, account);
    this.quotas = new Quotas(items, account);
    this.tokens = new RequestTokens(items, account, clock);
    this.keys = new DomainKeys(keys, account);
    this.domains = new VoiceProfileDomains(items, account);
    this.removals = new DomainRemovals(items, account, domains, this.keys, clock);
    this.profiles = new VoiceProfiles(items, account, domains, clock);
    this.calls = new ConnectorCalls(items, account);
    this.tasks = new VoiceAnalyticsTasks(items, account, calls, domains, this.keys, clock);
  }

  Account account() {
    return account;
  }

  Items items() {
    return items;
  }

  Tags tags() {
    return tags;
  }

  Quotas quotas() {
    return quotas;
  }

  RequestTokens tokens() {
    return tokens;
  }

  DomainKeys keys() {
    return keys;
  }

  /** The voice profile domains. */
  public VoiceProfileDomains domains() {
    return domains;
  }

  /** What is still to be cleared away of removed domains. */
  public DomainRemovals removals() {
    return removals;
  }

  VoiceProfiles profiles() {
    return profiles;
  }

  /** The calls that voice analytics can listen to, as the media plane reports them. */
  public ConnectorCalls calls() {
    return calls;
  }

  /** The tasks, for the media plane that works on them. */
  public VoiceAnalyticsTasks tasks() {
    return tasks;
  }
}
