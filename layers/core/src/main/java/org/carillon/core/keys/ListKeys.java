package org.carillon.core.keys;

import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** ListKeys of the operator's API (P2): the keys this installation keeps, oldest first. */
public final class ListKeys implements Operation<OperatorDocument, OperatorDocument> {

  private final KeptKeys keys;

  /** Over these keys. */
  public ListKeys(KeptKeys keys) {
    this.keys = keys;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    return new OperatorDocument(
        Map.of("Keys", keys.store().list().stream().map(KeptKeys::shape).toList()));
  }
}
