package org.carillon.core.applications;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;

/**
 * The rules on one trigger, as stored. One item a trigger makes "at most one enabled rule" a
 * condition of one write, and the look-up for a call one read.
 *
 * @param item as read; empty when no rule is on it yet
 * @param enabled the id of the enabled rule
 * @param rules the ids of all rules on it, oldest first
 */
record Trigger(ItemKey key, Optional<Item> item, Optional<String> enabled, List<String> rules) {

  @SuppressWarnings("unchecked") // written by this class
  static Trigger of(ItemKey key, Optional<Item> item) {
    return new Trigger(
        key,
        item,
        item.map(read -> (String) read.body().get("Enabled")),
        item.map(read -> (List<String>) read.body().get("Rules")).orElse(List.of()));
  }

  /** The rule that answers for the trigger: the enabled one, or else the oldest. */
  Optional<String> first() {
    return enabled.or(() -> rules.stream().findFirst());
  }

  /**
   * The same with a rule on it, enabled or not.
   *
   * @throws ApiException {@link ErrorType#CONFLICT} when another rule is enabled on it
   */
  Trigger with(String sipRuleId, boolean isEnabled) {
    if (isEnabled && enabled.isPresent() && !enabled.get().equals(sipRuleId)) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "TriggerValue: the SIP rule "
              + enabled.get()
              + " is enabled on this trigger. Disable it first, or create this rule with Disabled.");
    }
    List<String> more = new ArrayList<>(rules);
    if (!more.contains(sipRuleId)) {
      more.add(sipRuleId);
    }
    Optional<String> others = enabled.filter(id -> !id.equals(sipRuleId));
    return new Trigger(key, item, isEnabled ? Optional.of(sipRuleId) : others, more);
  }

  /** The same without a rule. */
  Trigger without(String sipRuleId) {
    List<String> fewer = new ArrayList<>(rules);
    fewer.remove(sipRuleId);
    return new Trigger(key, item, enabled.filter(id -> !id.equals(sipRuleId)), fewer);
  }

  /** Stores it in place of what was read. */
  ItemWrite write() {
    if (rules.isEmpty() && item.isPresent()) {
      return ItemWrite.delete(item.get());
    }
    Map<String, Object> body = new HashMap<>();
    enabled.ifPresent(id -> body.put("Enabled", id));
    body.put("Rules", rules);
    return item.map(read -> ItemWrite.replace(read, body))
        .orElseGet(() -> ItemWrite.create(key, body));
  }
}
