package org.carillon.core.carriers;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.documents.Fields;

/** CreateCarrier of the operator's API (D6). Names need not be unique. */
public final class CreateCarrier implements Operation<OperatorDocument, OperatorDocument> {

  private final Carriers carriers;

  /** Over these carriers. */
  public CreateCarrier(Carriers carriers) {
    this.carriers = carriers;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Instant now = carriers.now();
    Carrier blank =
        new Carrier(
            Ids.guid(),
            "",
            Set.of(CallDirection.OUTBOUND),
            List.of(),
            List.of(),
            1,
            1,
            false,
            false,
            false,
            List.of(),
            now,
            now);
    Carrier carrier =
        new CarrierInput(carriers).read(Fields.of(request.members(), "request"), blank);
    carriers.create(carrier);
    return answer(carrier);
  }

  static OperatorDocument answer(Carrier carrier) {
    return new OperatorDocument(Map.of("Carrier", CarrierDocuments.shape(carrier)));
  }
}
