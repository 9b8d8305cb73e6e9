package org.carillon.core.access;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** DeleteUser of the operator's API (O3). Keys and policies have to be removed before. */
public final class DeleteUser implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;

  /** Over these. */
  public DeleteUser(Users users) {
    this.users = users;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    users.delete((String) request.members().get("UserName"));
    return OperatorDocument.empty();
  }
}
