package org.carillon.core.carriers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;

/** ListCarriers of the operator's API (D6). */
public final class ListCarriers implements Operation<OperatorDocument, OperatorDocument> {

  private final Listing listing;

  /** Over the carriers in this listing's store. */
  public ListCarriers(Listing listing) {
    this.listing = listing;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Page<Map<String, Object>> page =
        listing.page(
            ItemQuery.Index.TABLE,
            Carriers.partition(),
            "",
            "",
            (Integer) request.members().get("MaxResults"),
            (String) request.members().get("NextToken"),
            item -> Optional.of(CarrierDocuments.shape(CarrierDocuments.carrier(item))));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Carriers", page.entries());
    if (page.nextToken() != null) {
      answer.put("NextToken", page.nextToken());
    }
    return new OperatorDocument(answer);
  }
}
