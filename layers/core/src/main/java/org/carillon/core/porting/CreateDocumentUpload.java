package org.carillon.core.porting;

import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.documents.Fields;

/**
 * CreateDocumentUpload of the operator's API (N4, N5): a link to put one document of a request
 * under, good for ten days.
 */
public final class CreateDocumentUpload implements Operation<OperatorDocument, OperatorDocument> {

  private final RequestDocuments documents;

  /** Over these documents. */
  public CreateDocumentUpload(RequestDocuments documents) {
    this.documents = documents;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Fields fields = Fields.of(request.members(), "request");
    return new OperatorDocument(
        Map.of(
            "Document",
            documents.announce(
                fields.text(NumberRequests.REQUEST_ID),
                fields.text("Type"),
                fields.text("FileName"))));
  }
}
