package org.carillon.core.access;

import java.util.Map;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** GetUserPolicy of the operator's API (O3): a policy of a user's own. */
public final class GetUserPolicy implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;

  /** Over these. */
  public GetUserPolicy(Users users) {
    this.users = users;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String name = (String) request.members().get("PolicyName");
    User user = users.require((String) request.members().get("UserName"));
    String document = user.policies().get(name);
    if (document == null) {
      throw noSuchPolicy();
    }
    return new OperatorDocument(
        Map.of("UserName", user.name(), "PolicyName", name, "PolicyDocument", document));
  }

  static ApiException noSuchPolicy() {
    return new ApiException(
        ErrorType.NOT_FOUND, "PolicyName: the user has no policy of this name.");
  }
}
