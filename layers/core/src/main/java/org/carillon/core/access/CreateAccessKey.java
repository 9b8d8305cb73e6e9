package org.carillon.core.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** CreateAccessKey of the operator's API (O3). The secret is in this answer and never again. */
public final class CreateAccessKey implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;
  private final AccessKeys keys;

  /** Over these. */
  public CreateAccessKey(Users users, AccessKeys keys) {
    this.users = users;
    this.keys = keys;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String name = (String) request.members().get("UserName");
    AccessKeys.NewKey[] made = new AccessKeys.NewKey[1];
    users.change(
        name,
        user -> {
          if (user.keyIds().size() >= Users.MAX_KEYS) {
            throw new ApiException(
                ErrorType.RESOURCE_LIMIT_EXCEEDED,
                "UserName: the user has " + Users.MAX_KEYS + " access keys, the most. Delete one.");
          }
          made[0] = keys.createFor(principal(user));
          List<String> ids = new ArrayList<>(user.keyIds());
          ids.add(made[0].key().id());
          return Users.Change.of(user.withKeyIds(ids), made[0].write());
        });
    AccessKey key = made[0].key();
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("UserName", name);
    shape.put("AccessKeyId", key.id());
    shape.put("SecretAccessKey", key.secret().reveal());
    shape.put("Status", "Active");
    return new OperatorDocument(Map.of("AccessKey", shape));
  }

  private Principal principal(User user) {
    return new Principal(
        users.account().id(),
        User.arn(users.account(), user.name()),
        "",
        user.name(),
        user.id(),
        Optional.empty());
  }
}
