package org.carillon.core.applications;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipRuleResponse;

/** UpdateSipRule: name, targets, enabled or disabled (S2). The trigger stays what it is. */
public final class UpdateSipRule implements Operation<UpdateSipRuleRequest, UpdateSipRuleResponse> {

  private final Items items;
  private final SipRules rules;
  private final SipMediaApplications applications;
  private final InstantSource clock;

  /** Over these rules and applications, of the same store, by this clock. */
  public UpdateSipRule(
      Items items, SipRules rules, SipMediaApplications applications, InstantSource clock) {
    this.items = items;
    this.rules = rules;
    this.applications = applications;
    this.clock = clock;
  }

  @Override
  public UpdateSipRuleResponse handle(UpdateSipRuleRequest request, Caller caller) {
    return UpdateSipRuleResponse.builder()
        .sipRule(Retries.onConflict(() -> update(request)))
        .build();
  }

  private SipRule update(UpdateSipRuleRequest request) {
    Item read = rules.require(request.sipRuleId());
    SipRule before = SipRules.rule(read);
    SipRule.Builder changed = before.toBuilder().name(request.name());
    List<ItemWrite> writes = new ArrayList<>();
    if (request.hasTargetApplications()) {
      TargetApplications.Change targets =
          new TargetApplications(applications)
              .change(
                  before.sipRuleId(), before.targetApplications(), request.targetApplications());
      writes.addAll(targets.writes());
      changed.targetApplications(targets.targets());
    }
    if (request.disabled() != null && !request.disabled().equals(before.disabled())) {
      writes.add(
          rules
              .trigger(before.triggerType(), before.triggerValue())
              .with(before.sipRuleId(), !request.disabled())
              .write());
      changed.disabled(request.disabled());
    }
    SipRule after =
        changed.updatedTimestamp(clock.instant().truncatedTo(ChronoUnit.MILLIS)).build();
    writes.add(SipRules.replace(read, after));
    items.write(writes);
    return after;
  }
}
