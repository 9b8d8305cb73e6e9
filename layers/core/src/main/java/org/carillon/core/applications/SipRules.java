package org.carillon.core.applications;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTriggerType;

/** The account's SIP rules (S2), as stored. Safe for use by many threads. */
public final class SipRules {

  private static final String RULE = "SipRule";
  private static final int MAX_TRIGGER_LENGTH = 253; // a DNS name's longest

  private final Items items;
  private final Quotas quotas;
  private final String partition;
  private final String triggers;

  /** The rules of this account. */
  public SipRules(Items items, Account account) {
    this.items = items;
    this.quotas = new Quotas(items, account);
    this.partition = "account/" + account.id() + "/rules";
    this.triggers = "account/" + account.id() + "/triggers";
  }

  /** The rule with this id. */
  public Optional<SipRule> find(String sipRuleId) {
    return item(sipRuleId).map(SipRules::rule);
  }

  /**
   * The rule for calls to a number.
   *
   * @param e164 the number with plus sign and country code
   * @return the enabled rule on that trigger; when there is none, a disabled one; empty when no
   *     rule has that trigger
   */
  public Optional<SipRule> forNumber(String e164) {
    return e164.length() > MAX_TRIGGER_LENGTH
        ? Optional.empty()
        : trigger(SipRuleTriggerType.TO_PHONE_NUMBER, e164).first().flatMap(this::find);
  }

  /**
   * The rule for calls to a host name.
   *
   * @param hostName the outbound host name of a Voice Connector, in any case of letters
   * @return as {@link #forNumber}
   */
  public Optional<SipRule> forHostName(String hostName) {
    return hostName.length() > MAX_TRIGGER_LENGTH
        ? Optional.empty()
        : trigger(SipRuleTriggerType.REQUEST_URI_HOSTNAME, hostName.toLowerCase(Locale.ROOT))
            .first()
            .flatMap(this::find);
  }

  /**
   * The rule a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it
   */
  Item require(String sipRuleId) {
    return item(sipRuleId)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND, "SipRuleId: the account has no such SIP rule."));
  }

  Trigger trigger(SipRuleTriggerType type, String value) {
    ItemKey key = new ItemKey(triggers, type + "/" + value);
    return Trigger.of(key, items.get(key));
  }

  /** The writes that store a new rule, within the account's quota of rules. */
  List<ItemWrite> create(SipRule rule) {
    return List.of(
        ItemWrite.create(new ItemKey(partition, rule.sipRuleId()), body(rule)),
        quotas.take(Quota.SIP_RULES, "", 1));
  }

  /** The writes that remove a rule as it was read. */
  List<ItemWrite> delete(Item read) {
    return List.of(ItemWrite.delete(read), quotas.giveBack(Quota.SIP_RULES, "", 1));
  }

  static ItemWrite replace(Item read, SipRule rule) {
    return ItemWrite.replace(read, body(rule));
  }

  /** Where the account's rules are stored. */
  String partition() {
    return partition;
  }

  @SuppressWarnings("unchecked") // written by body
  static SipRule rule(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(RULE);
    return Documents.fromDocument(document, SipRule.class);
  }

  private Optional<Item> item(String sipRuleId) {
    return Ids.isGuid(sipRuleId) ? items.get(new ItemKey(partition, sipRuleId)) : Optional.empty();
  }

  private static Map<String, Object> body(SipRule rule) {
    return Map.of(RULE, Documents.toDocument(rule));
  }
}
