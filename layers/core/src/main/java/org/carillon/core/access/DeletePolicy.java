package org.carillon.core.access;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** DeletePolicy of the operator's API (O3). Nobody may have it any more. */
public final class DeletePolicy implements Operation<OperatorDocument, OperatorDocument> {

  private final ManagedPolicies policies;

  /** Over these. */
  public DeletePolicy(ManagedPolicies policies) {
    this.policies = policies;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    policies.delete((String) request.members().get("PolicyName"));
    return OperatorDocument.empty();
  }
}
