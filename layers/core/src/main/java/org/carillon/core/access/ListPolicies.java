package org.carillon.core.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;

/**
 * ListPolicies of the operator's API (O3): the account's own by name, the built-in ones on the
 * first page.
 */
public final class ListPolicies implements Operation<OperatorDocument, OperatorDocument> {

  private final ManagedPolicies policies;
  private final Listing listing;

  /** Over these. */
  public ListPolicies(ManagedPolicies policies, Listing listing) {
    this.policies = policies;
    this.listing = listing;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String token = (String) request.members().get("NextToken");
    var page =
        listing.page(
            ItemQuery.Index.TABLE,
            policies.partition(),
            "",
            "",
            (Integer) request.members().get("MaxResults"),
            token,
            item -> Optional.of(policies.of(item).shape(false)));
    List<Map<String, Object>> all = new ArrayList<>();
    if (token == null || token.isEmpty()) {
      ManagedPolicies.builtIn().forEach(policy -> all.add(policy.shape(false)));
    }
    all.addAll(page.entries());
    return UserShapes.page("Policies", new Page<>(all, page.nextToken()));
  }
}
