package org.carillon.core.access;

import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.access.policy.PolicyReader;

/** CreatePolicy of the operator's API (O3): a managed policy of the account. */
public final class CreatePolicy implements Operation<OperatorDocument, OperatorDocument> {

  private final ManagedPolicies policies;

  /** Over these. */
  public CreatePolicy(ManagedPolicies policies) {
    this.policies = policies;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String document = (String) request.members().get("PolicyDocument");
    PolicyReader.read(document, "PolicyDocument");
    ManagedPolicy made =
        policies.create(
            (String) request.members().get("PolicyName"),
            (String) request.members().getOrDefault("Description", ""),
            document);
    return new OperatorDocument(Map.of("Policy", made.shape(true)));
  }
}
