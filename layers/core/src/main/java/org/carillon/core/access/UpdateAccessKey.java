package org.carillon.core.access;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** UpdateAccessKey of the operator's API (O3): switches a key off and on. */
public final class UpdateAccessKey implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;
  private final AccessKeys keys;

  /** Over these. */
  public UpdateAccessKey(Users users, AccessKeys keys) {
    this.users = users;
    this.keys = keys;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String id = (String) request.members().get("AccessKeyId");
    requireOf(users.require((String) request.members().get("UserName")), id);
    keys.setActive(id, "Active".equals(request.members().get("Status")));
    return OperatorDocument.empty();
  }

  /** Refuses a key that is not this user's. */
  static void requireOf(User user, String accessKeyId) {
    if (!user.keyIds().contains(accessKeyId)) {
      throw new ApiException(
          ErrorType.NOT_FOUND, "AccessKeyId: the user has no access key of this id.");
    }
  }
}
