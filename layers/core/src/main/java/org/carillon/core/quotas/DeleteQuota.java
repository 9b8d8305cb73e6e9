package org.carillon.core.quotas;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** DeleteQuota of the operator's API (O8): the default holds again. */
public final class DeleteQuota implements Operation<OperatorDocument, OperatorDocument> {

  private final Quotas quotas;

  /** Over these quotas. */
  public DeleteQuota(Quotas quotas) {
    this.quotas = quotas;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    quotas.reset(PutQuota.required(request));
    return OperatorDocument.empty();
  }
}
