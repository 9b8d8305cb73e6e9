package org.carillon.core.access;

import java.util.List;
import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** ListAccessKeys of the operator's API (O3): a user's keys, without their secrets. */
public final class ListAccessKeys implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;
  private final AccessKeys keys;

  /** Over these. */
  public ListAccessKeys(Users users, AccessKeys keys) {
    this.users = users;
    this.keys = keys;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    User user = users.require((String) request.members().get("UserName"));
    List<Map<String, Object>> all =
        user.keyIds().stream()
            .flatMap(id -> keys.describe(id).stream())
            .map(key -> UserShapes.key(user.name(), key))
            .toList();
    return new OperatorDocument(Map.of("AccessKeys", all));
  }
}
