package org.carillon.core.access;

import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** GetUser of the operator's API (O3). */
public final class GetUser implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;

  /** Over these. */
  public GetUser(Users users) {
    this.users = users;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    User user = users.require((String) request.members().get("UserName"));
    return new OperatorDocument(Map.of("User", UserShapes.user(user, users.account())));
  }
}
