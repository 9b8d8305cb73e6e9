package org.carillon.core.access;

import java.util.Map;
import java.util.TreeMap;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.access.policy.PolicyReader;

/** PutUserPolicy of the operator's API (O3): gives a user a policy of its own, or changes it. */
public final class PutUserPolicy implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;

  /** Over these. */
  public PutUserPolicy(Users users) {
    this.users = users;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String document = (String) request.members().get("PolicyDocument");
    PolicyReader.read(document, "PolicyDocument");
    users.change(
        (String) request.members().get("UserName"),
        user -> {
          Map<String, String> policies = new TreeMap<>(user.policies());
          policies.put((String) request.members().get("PolicyName"), document);
          if (policies.size() > Users.MAX_POLICIES) {
            throw new ApiException(
                ErrorType.RESOURCE_LIMIT_EXCEEDED,
                "UserName: a user has at most " + Users.MAX_POLICIES + " policies of its own.");
          }
          return Users.Change.of(user.withPolicies(policies));
        });
    return OperatorDocument.empty();
  }
}
