package org.carillon.core.keys;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** EnableKey of the operator's API (P2). */
public final class EnableKey implements Operation<OperatorDocument, OperatorDocument> {

  private final KeptKeys keys;

  /** Over these keys. */
  public EnableKey(KeptKeys keys) {
    this.keys = keys;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    keys.store().setEnabled(keys.required(request), true);
    return OperatorDocument.empty();
  }
}
