package org.carillon.functions.voiceapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Api;
import org.carillon.contract.ApiException;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ErrorType;
import org.carillon.contract.Route;
import org.carillon.core.porting.RequestDocuments;

/**
 * The one path without a signature: who has a document's link may put the document (N4, N5). It is
 * in the audit like the operations (O5), by ids; the link itself is a secret and never shown.
 */
final class DocumentUpload {

  /** What the audit and the log call it. It is no operation of a model: a link is all it takes. */
  static final Route ROUTE =
      new Route(
          new ApiOperation(
              Api.OPERATOR,
              "UploadDocument",
              "PUT",
              RequestDocuments.PATH + "{link}",
              204,
              "RequestDocument",
              "RequestDocument",
              List.of()),
          Map.of());

  private final RequestDocuments documents;

  /** Of these documents. */
  DocumentUpload(RequestDocuments documents) {
    this.documents = documents;
  }

  /** Whether a request goes to a link. */
  static boolean isMeant(ApiRequest request) {
    return request.rawPath().startsWith(RequestDocuments.PATH);
  }

  /**
   * Opens the link.
   *
   * @throws ApiException as {@link RequestDocuments#open}, {@link ErrorType#BAD_REQUEST} for
   *     another method
   */
  RequestDocuments.Link open(ApiRequest request) {
    if (!request.method().equals("PUT")) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "The link of a document takes the method PUT only.");
    }
    return documents.open(request.rawPath().substring(RequestDocuments.PATH.length()));
  }

  /** What is asked, by member names of the model's RequestDocument. */
  static Map<String, Object> input(ApiRequest request, RequestDocuments.Link link) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("UploadPath", request.rawPath()); // marked sensitive in the model: it is not kept
    input.put("RequestId", link.requestId());
    input.put("DocumentId", link.documentId());
    input.put("Size", request.body().length);
    return input;
  }

  /** Takes the document; answers what is known of it then. */
  Map<String, Object> receive(RequestDocuments.Link link, ApiRequest request) {
    return documents.receive(link, request.body());
  }
}
