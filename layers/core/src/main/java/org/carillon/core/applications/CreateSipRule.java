package org.carillon.core.applications;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.numbers.E164;
import org.carillon.core.numbers.InventoryNumber;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTriggerType;

/**
 * CreateSipRule (S2): rule, trigger, number and targets change in one transaction. The number is
 * Assigned from then on, also when the rule is disabled.
 */
public final class CreateSipRule implements Operation<CreateSipRuleRequest, CreateSipRuleResponse> {

  private final Items items;
  private final SipRules rules;
  private final SipMediaApplications applications;
  private final PhoneNumbers numbers;
  private final InstantSource clock;

  /** Over these rules, applications and numbers, all of the same store, by this clock. */
  public CreateSipRule(
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
  public CreateSipRuleResponse handle(CreateSipRuleRequest request, Caller caller) {
    return CreateSipRuleResponse.builder()
        .sipRule(Retries.onConflict(() -> create(request)))
        .build();
  }

  private SipRule create(CreateSipRuleRequest request) {
    InventoryNumber number = number(request);
    String id = Ids.guid();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    TargetApplications.Change targets =
        new TargetApplications(applications).change(id, List.of(), request.targetApplications());
    SipRule rule =
        SipRule.builder()
            .sipRuleId(id)
            .name(request.name())
            .disabled(Boolean.TRUE.equals(request.disabled()))
            .triggerType(request.triggerType())
            .triggerValue(number.phoneNumber().e164PhoneNumber())
            .targetApplications(targets.targets())
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .build();
    List<ItemWrite> writes = new ArrayList<>(targets.writes());
    writes.add(rules.create(rule));
    writes.add(
        rules.trigger(rule.triggerType(), rule.triggerValue()).with(id, !rule.disabled()).write());
    writes.add(number.tieToSipRule(id, now));
    items.write(writes);
    return rule;
  }

  private InventoryNumber number(CreateSipRuleRequest request) {
    if (request.triggerType() == SipRuleTriggerType.REQUEST_URI_HOSTNAME) {
      throw bad(
          "TriggerValue: no Voice Connector of the account has this outbound host name. Its host"
              + " names are shown by ListVoiceConnectors.");
    }
    InventoryNumber number =
        E164.of(request.triggerValue())
            .flatMap(numbers::inventory)
            .orElseThrow(
                () ->
                    bad(
                        "TriggerValue: the account has no such phone number. Write it like"
                            + " +12065550100; its numbers are listed by ListPhoneNumbers."));
    if (number.isDeleted()) {
      throw bad(
          "TriggerValue: the number is in the deletion queue. Restore it first"
              + " (RestorePhoneNumber).");
    }
    if (number.phoneNumber().productType()
        != PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN) {
      throw bad(
          "TriggerValue: the number's product type is "
              + number.phoneNumber().productTypeAsString()
              + ". Change it to SipMediaApplicationDialIn first (UpdatePhoneNumber).");
    }
    return number;
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }
}
