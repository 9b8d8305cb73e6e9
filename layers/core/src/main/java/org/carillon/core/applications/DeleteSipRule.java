package org.carillon.core.applications;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipRuleResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTriggerType;

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
  private final Connectors connectors;
  private final InstantSource clock;

  /** Over these rules, applications, numbers and connectors of the same store, by this clock. */
  public DeleteSipRule(
      Items items,
      SipRules rules,
      SipMediaApplications applications,
      PhoneNumbers numbers,
      Connectors connectors,
      InstantSource clock) {
    this.items = items;
    this.rules = rules;
    this.applications = applications;
    this.numbers = numbers;
    this.connectors = connectors;
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
          "SipRuleId: the rule is enabled. Disable it first (UpdateSipRule with Disabled true),"
              + " then delete it.");
    }
    List<ItemWrite> writes = new ArrayList<>(rules.delete(read));
    writes.add(rules.trigger(rule.triggerType(), rule.triggerValue()).without(sipRuleId).write());
    rule.targetApplications()
        .forEach(
            target -> writes.add(applications.untarget(target.sipMediaApplicationId(), sipRuleId)));
    free(rule).ifPresent(writes::add);
    items.write(writes);
    return DeleteSipRuleResponse.builder().build();
  }

  private Optional<ItemWrite> free(SipRule rule) {
    if (rule.triggerType() == SipRuleTriggerType.REQUEST_URI_HOSTNAME) {
      return connectors
          .byHostName(rule.triggerValue())
          .map(connector -> connector.withoutRule(rule.sipRuleId()).write());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return numbers
        .inventory(rule.triggerValue())
        .map(number -> number.freeFromSipRule(rule.sipRuleId(), now));
  }
}
