package org.carillon.core.access;

import java.util.List;
import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** ListUserPolicies of the operator's API (O3): its own and those attached. */
public final class ListUserPolicies implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;

  /** Over these. */
  public ListUserPolicies(Users users) {
    this.users = users;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    User user = users.require((String) request.members().get("UserName"));
    return new OperatorDocument(
        Map.of(
            "PolicyNames", List.copyOf(user.policies().keySet()),
            "AttachedPolicyNames", user.attached()));
  }
}
