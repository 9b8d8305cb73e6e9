package org.carillon.core.carriers;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** GetCarrier of the operator's API (D6). Passwords are never answered. */
public final class GetCarrier implements Operation<OperatorDocument, OperatorDocument> {

  private final Carriers carriers;

  /** Over these carriers. */
  public GetCarrier(Carriers carriers) {
    this.carriers = carriers;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    return CreateCarrier.answer(carriers.require((String) request.members().get("CarrierId")));
  }
}
