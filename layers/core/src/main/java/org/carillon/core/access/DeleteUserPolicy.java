package org.carillon.core.access;

import java.util.Map;
import java.util.TreeMap;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** DeleteUserPolicy of the operator's API (O3): takes a policy of its own from a user. */
public final class DeleteUserPolicy implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;

  /** Over these. */
  public DeleteUserPolicy(Users users) {
    this.users = users;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    users.change(
        (String) request.members().get("UserName"),
        user -> {
          Map<String, String> policies = new TreeMap<>(user.policies());
          if (policies.remove((String) request.members().get("PolicyName")) == null) {
            throw GetUserPolicy.noSuchPolicy();
          }
          return Users.Change.of(user.withPolicies(policies));
        });
    return OperatorDocument.empty();
  }
}
