package org.carillon.core.applications;

import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Documents;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTriggerType;

/** The account's SIP rules (S2). Safe for use by many threads. */
public final class SipRules {

  private static final String RULE = "SipRule";
  private static final int MAX_TRIGGER_LENGTH = 253; // a DNS name's longest

  private final Items items;
  private final String partition;
  private final String triggers;

  /** The rules of this account. */
  public SipRules(Items items, Account account) {
    this.items = items;
    this.partition = "account/" + account.id() + "/rules";
    this.triggers = "account/" + account.id() + "/triggers";
  }

  /** The rule with this id. */
  public Optional<SipRule> find(String sipRuleId) {
    return Ids.isGuid(sipRuleId) ? items.get(key(sipRuleId)).map(SipRules::rule) : Optional.empty();
  }

  /**
   * The rule for calls to a number.
   *
   * @param e164 the number with plus sign and country code
   * @return the enabled rule on that trigger; when there is none, a disabled one; empty when no
   *     rule has that trigger
   */
  public Optional<SipRule> forNumber(String e164) {
    return forTrigger(SipRuleTriggerType.TO_PHONE_NUMBER, e164);
  }

  private Optional<SipRule> forTrigger(SipRuleTriggerType type, String value) {
    if (value.isEmpty() || value.length() > MAX_TRIGGER_LENGTH) {
      return Optional.empty();
    }
    return items
        .get(new ItemKey(triggers, type + "/" + value))
        .map(Trigger::of)
        .flatMap(Trigger::first)
        .flatMap(this::find);
  }

  ItemKey key(String sipRuleId) {
    return new ItemKey(partition, sipRuleId);
  }

  @SuppressWarnings("unchecked") // written by this class
  static SipRule rule(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(RULE);
    return Documents.fromDocument(document, SipRule.class);
  }
}
