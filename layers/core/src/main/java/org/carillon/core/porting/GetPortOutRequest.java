package org.carillon.core.porting;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** GetPortOutRequest of the operator's API (N6). */
public final class GetPortOutRequest implements Operation<OperatorDocument, OperatorDocument> {

  private final NumberRequests requests;

  /** Over these requests. */
  public GetPortOutRequest(NumberRequests requests) {
    this.requests = requests;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String requestId = (String) request.members().get(NumberRequests.REQUEST_ID);
    return NumberRequests.answer(
        NumberRequests.Kind.PORT_OUT,
        requests.require(NumberRequests.Kind.PORT_OUT, requestId).body());
  }
}
