package org.carillon.core.access;

import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** AttachUserPolicy of the operator's API (O3): gives a user a managed policy. */
public final class AttachUserPolicy implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;
  private final ManagedPolicies policies;

  /** Over these. */
  public AttachUserPolicy(Users users, ManagedPolicies policies) {
    this.users = users;
    this.policies = policies;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    ManagedPolicy policy = policies.require((String) request.members().get("PolicyName"));
    if (!policy.attachable()) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "PolicyName: this is the policy of a service role. Users cannot have it.");
    }
    users.change(
        (String) request.members().get("UserName"),
        user -> {
          List<String> attached = new ArrayList<>(user.attached());
          if (attached.contains(policy.name())) {
            return Users.Change.of(user);
          }
          if (attached.size() >= Users.MAX_POLICIES) {
            throw new ApiException(
                ErrorType.RESOURCE_LIMIT_EXCEEDED,
                "UserName: a user has at most " + Users.MAX_POLICIES + " managed policies.");
          }
          attached.add(policy.name());
          return new Users.Change(user.withAttached(attached), policies.counted(policy.name(), 1));
        });
    return OperatorDocument.empty();
  }
}
