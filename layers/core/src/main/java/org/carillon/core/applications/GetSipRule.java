package org.carillon.core.applications;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipRuleResponse;

/** GetSipRule (S2). */
public final class GetSipRule implements Operation<GetSipRuleRequest, GetSipRuleResponse> {

  private final SipRules rules;

  /** Over these rules. */
  public GetSipRule(SipRules rules) {
    this.rules = rules;
  }

  @Override
  public GetSipRuleResponse handle(GetSipRuleRequest request, Caller caller) {
    return GetSipRuleResponse.builder()
        .sipRule(SipRules.rule(rules.require(request.sipRuleId())))
        .build();
  }
}
