package org.carillon.core.carriers;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.documents.Fields;
import org.carillon.core.ports.Item;

/**
 * UpdateCarrier of the operator's API (D6). Members that are not given stay; a list that is given
 * takes the place of the one before. A trunk that keeps its name and user name keeps its password.
 */
public final class UpdateCarrier implements Operation<OperatorDocument, OperatorDocument> {

  private final Carriers carriers;

  /** Over these carriers. */
  public UpdateCarrier(Carriers carriers) {
    this.carriers = carriers;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Fields fields = Fields.of(request.members(), "request");
    Carrier changed =
        Retries.onConflict(
            () -> {
              Item read = carriers.requireItem(fields.text("CarrierId"));
              Carrier before = CarrierDocuments.carrier(read);
              requireOwn(before);
              Carrier after = new CarrierInput(carriers).read(fields, before);
              carriers.replace(read, after);
              return after;
            });
    return CreateCarrier.answer(changed);
  }

  static void requireOwn(Carrier carrier) {
    if (carrier.builtIn()) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "CarrierId: the simulated carrier comes with the one-machine mode and stays as it is.");
    }
  }
}
