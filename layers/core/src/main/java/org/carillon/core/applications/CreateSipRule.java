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
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.Connectors;
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
 * CreateSipRule (S2): rule, trigger, targets, and the number or the Voice Connector of the trigger
 * change in one transaction. A number is Assigned from then on, also when the rule is disabled; a
 * connector cannot be deleted while the rule is there.
 */
public final class CreateSipRule implements Operation<CreateSipRuleRequest, CreateSipRuleResponse> {

  private final Items items;
  private final SipRules rules;
  private final SipMediaApplications applications;
  private final PhoneNumbers numbers;
  private final Connectors connectors;
  private final InstantSource clock;

  /** Over these rules, applications, numbers and connectors of the same store, by this clock. */
  public CreateSipRule(
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
  public CreateSipRuleResponse handle(CreateSipRuleRequest request, Caller caller) {
    return CreateSipRuleResponse.builder()
        .sipRule(Retries.onConflict(() -> create(request)))
        .build();
  }

  private SipRule create(CreateSipRuleRequest request) {
    String id = Ids.guid();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Tie tie = tie(request, id, now);
    TargetApplications.Change targets =
        new TargetApplications(applications).change(id, List.of(), request.targetApplications());
    SipRule rule =
        SipRule.builder()
            .sipRuleId(id)
            .name(request.name())
            .disabled(Boolean.TRUE.equals(request.disabled()))
            .triggerType(request.triggerType())
            .triggerValue(tie.triggerValue())
            .targetApplications(targets.targets())
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .build();
    List<ItemWrite> writes = new ArrayList<>(targets.writes());
    writes.addAll(rules.create(rule));
    writes.add(
        rules.trigger(rule.triggerType(), rule.triggerValue()).with(id, !rule.disabled()).write());
    writes.add(tie.write());
    items.write(writes);
    return rule;
  }

  /** What a rule's trigger is, and the write that ties it to the rule. */
  private record Tie(String triggerValue, ItemWrite write) {}

  private Tie tie(CreateSipRuleRequest request, String sipRuleId, Instant now) {
    if (request.triggerType() == SipRuleTriggerType.REQUEST_URI_HOSTNAME) {
      Connector connector = connector(request.triggerValue());
      return new Tie(
          connector.voiceConnector().outboundHostName(), connector.withRule(sipRuleId).write());
    }
    InventoryNumber number = number(request);
    return new Tie(number.phoneNumber().e164PhoneNumber(), number.tieToSipRule(sipRuleId, now));
  }

  private Connector connector(String hostName) {
    return connectors
        .byHostName(hostName)
        .orElseThrow(
            () ->
                bad(
                    "TriggerValue: no Voice Connector of the account has this outbound host name."
                        + " Its host names are shown by ListVoiceConnectors."));
  }

  private InventoryNumber number(CreateSipRuleRequest request) {
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
