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

/** ListNumberJobs of the operator's API (N1): the jobs on the pool, ended ones too. */
public final class ListNumberJobs implements Operation<OperatorDocument, OperatorDocument> {

  private final Listing listing;

  /** Over the jobs in this listing's store. */
  public ListNumberJobs(Listing listing) {
    this.listing = listing;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Page<Map<String, Object>> page =
        listing.page(
            ItemQuery.Index.TABLE,
            NumberJobs.partition(),
            "",
            "",
            (Integer) request.members().get("MaxResults"),
            (String) request.members().get("NextToken"),
            item -> Optional.of(NumberJob.of(item.body()).shape()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("NumberJobs", page.entries());
    if (page.nextToken() != null) {
      answer.put("NextToken", page.nextToken());
    }
    return new OperatorDocument(answer);
  }
}
