package org.carillon.core.access;

import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** DetachUserPolicy of the operator's API (O3): takes a managed policy from a user. */
public final class DetachUserPolicy implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;
  private final ManagedPolicies policies;

  /** Over these. */
  public DetachUserPolicy(Users users, ManagedPolicies policies) {
    this.users = users;
    this.policies = policies;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String policy = (String) request.members().get("PolicyName");
    users.change(
        (String) request.members().get("UserName"),
        user -> {
          List<String> attached = new ArrayList<>(user.attached());
          if (!attached.remove(policy)) {
            throw new ApiException(
                ErrorType.NOT_FOUND, "PolicyName: the user does not have this policy.");
          }
          return new Users.Change(user.withAttached(attached), policies.counted(policy, -1));
        });
    return OperatorDocument.empty();
  }
}
