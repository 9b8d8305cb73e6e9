package org.carillon.core.applications;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipRuleResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;

/**
 * DeleteSipRule (S2): the rule must be disabled. Which error the hosted service gives for an
 * enabled one is not written anywhere; Conflict is the one that the model declares and that fits.
 * The number is Unassigned again when no other rule is on it.
 */
public final class DeleteSipRule implements Operation<DeleteSipRuleRequest, DeleteSipRuleResponse> {

  private final Items items;
  private final SipRules rules;
  private final SipMediaApplications applications;
  private final PhoneNumbers numbers;
  private final InstantSource clock;

  /** Over these rules, applications and numbers, all of the same store, by this clock. */
  public DeleteSipRule(
      Items items,
      SipRules rules,
      SipMediaApplications applications,
      PhoneNumbers numbers,
      InstantSource clock) {
    this.items = items;
    this.rules = rules;
    this.applications = applications;
    this.numbers = numbers;
    this.clock = clock;
  }

  @Override
  public DeleteSipRuleResponse handle(DeleteSipRuleRequest request, Caller caller) {
    return Retries.onConflict(() -> delete(request.sipRuleId()));
  }

  private DeleteSipRuleResponse delete(String sipRuleId) {
    Item read = rules.require(sipRuleId);
    SipRule rule = SipRules.rule(read);
    if (!rule.disabled()) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "SipRuleId: the rule is enabled. Disable it first (UpdateSipRule with Disabled true), then"
              + " delete it.");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(ItemWrite.delete(read));
    writes.add(rules.trigger(rule.triggerType(), rule.triggerValue()).without(sipRuleId).write());
    rule.targetApplications()
        .forEach(
            target -> writes.add(applications.untarget(target.sipMediaApplicationId(), sipRuleId)));
    numbers
        .inventory(rule.triggerValue())
        .ifPresent(number -> writes.add(number.freeFromSipRule(sipRuleId, now)));
    items.write(writes);
    return DeleteSipRuleResponse.builder().build();
  }
}
