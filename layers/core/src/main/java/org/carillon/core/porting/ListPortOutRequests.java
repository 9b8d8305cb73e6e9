package org.carillon.core.porting;

import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;

/** ListPortOutRequests of the operator's API (N6). */
public final class ListPortOutRequests implements Operation<OperatorDocument, OperatorDocument> {

  private final Listing listing;
  private final NumberRequests requests;

  /** Over these requests. */
  public ListPortOutRequests(Listing listing, NumberRequests requests) {
    this.listing = listing;
    this.requests = requests;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    return requests.list(listing, NumberRequests.Kind.PORT_OUT, request);
  }
}
