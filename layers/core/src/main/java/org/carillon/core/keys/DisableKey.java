package org.carillon.core.keys;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/**
 * DisableKey of the operator's API (P2): what needs the key is refused until it is enabled again.
 */
public final class DisableKey implements Operation<OperatorDocument, OperatorDocument> {

  private final KeptKeys keys;

  /** Over these keys. */
  public DisableKey(KeptKeys keys) {
    this.keys = keys;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    keys.store().setEnabled(keys.required(request), false);
    return OperatorDocument.empty();
  }
}
