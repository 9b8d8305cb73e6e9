package org.carillon.core.keys;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/**
 * RevokeGrant of the operator's API (P2): everything that depends on the grant is denied from now
 * on.
 */
public final class RevokeGrant implements Operation<OperatorDocument, OperatorDocument> {

  private final KeptKeys keys;

  /** Over these keys. */
  public RevokeGrant(KeptKeys keys) {
    this.keys = keys;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String arn = keys.required(request);
    if (!keys.store().revoke(arn, (String) request.members().get("GrantId"))) {
      throw new ApiException(
          ErrorType.NOT_FOUND, "GrantId: the key has no such grant. ListGrants has them all.");
    }
    return OperatorDocument.empty();
  }
}
