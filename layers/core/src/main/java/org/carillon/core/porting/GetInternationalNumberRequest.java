package org.carillon.core.porting;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** GetInternationalNumberRequest of the operator's API (N4). */
public final class GetInternationalNumberRequest
    implements Operation<OperatorDocument, OperatorDocument> {

  private final NumberRequests requests;

  /** Over these requests. */
  public GetInternationalNumberRequest(NumberRequests requests) {
    this.requests = requests;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String requestId = (String) request.members().get(NumberRequests.REQUEST_ID);
    return NumberRequests.answer(
        NumberRequests.Kind.INTERNATIONAL,
        requests.require(NumberRequests.Kind.INTERNATIONAL, requestId).body());
  }
}
