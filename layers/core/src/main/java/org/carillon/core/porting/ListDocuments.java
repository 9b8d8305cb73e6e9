package org.carillon.core.porting;

import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** ListDocuments of the operator's API (N4, N5): all of a request; there are few. */
public final class ListDocuments implements Operation<OperatorDocument, OperatorDocument> {

  private final RequestDocuments documents;

  /** Over these documents. */
  public ListDocuments(RequestDocuments documents) {
    this.documents = documents;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String requestId = (String) request.members().get(NumberRequests.REQUEST_ID);
    documents.requireRequest(requestId);
    return new OperatorDocument(Map.of("Documents", documents.list(requestId)));
  }
}
