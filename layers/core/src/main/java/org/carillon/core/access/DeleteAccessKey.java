package org.carillon.core.access;

import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** DeleteAccessKey of the operator's API (O3). The key stops working at once. */
public final class DeleteAccessKey implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;

  /** Over these. */
  public DeleteAccessKey(Users users) {
    this.users = users;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String id = (String) request.members().get("AccessKeyId");
    users.change(
        (String) request.members().get("UserName"),
        user -> {
          UpdateAccessKey.requireOf(user, id);
          List<String> ids = new ArrayList<>(user.keyIds());
          ids.remove(id);
          return Users.Change.of(user.withKeyIds(ids), AccessKeys.delete(id));
        });
    return OperatorDocument.empty();
  }
}
