package org.carillon.core.porting;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** GetPortInRequest of the operator's API (N5): at its FOC date a request has completed. */
public final class GetPortInRequest implements Operation<OperatorDocument, OperatorDocument> {

  private final PortIns portIns;

  /** Over these port-ins. */
  public GetPortInRequest(PortIns portIns) {
    this.portIns = portIns;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String requestId = (String) request.members().get(NumberRequests.REQUEST_ID);
    return NumberRequests.answer(NumberRequests.Kind.PORT_IN, portIns.current(requestId));
  }
}
