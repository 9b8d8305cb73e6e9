package org.carillon.core.access;

import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** CreateUser of the operator's API (O3): a user, who may do nothing yet. */
public final class CreateUser implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;

  /** Over these. */
  public CreateUser(Users users) {
    this.users = users;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    User user =
        users.create(
            (String) request.members().get("UserName"), UserShapes.checkedTags(request.members()));
    return new OperatorDocument(Map.of("User", UserShapes.user(user, users.account())));
  }
}
