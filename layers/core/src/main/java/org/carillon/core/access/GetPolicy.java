package org.carillon.core.access;

import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** GetPolicy of the operator's API (O3): a managed policy with its document. */
public final class GetPolicy implements Operation<OperatorDocument, OperatorDocument> {

  private final ManagedPolicies policies;

  /** Over these. */
  public GetPolicy(ManagedPolicies policies) {
    this.policies = policies;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    ManagedPolicy policy = policies.require((String) request.members().get("PolicyName"));
    return new OperatorDocument(Map.of("Policy", policy.shape(true)));
  }
}
