package org.carillon.core.access;

import java.util.Optional;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.ports.ItemQuery;

/** ListUsers of the operator's API (O3), in the order of their names. */
public final class ListUsers implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;
  private final Listing listing;

  /** Over these. */
  public ListUsers(Users users, Listing listing) {
    this.users = users;
    this.listing = listing;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    var page =
        listing.page(
            ItemQuery.Index.TABLE,
            users.partition(),
            "",
            "",
            (Integer) request.members().get("MaxResults"),
            (String) request.members().get("NextToken"),
            item -> Optional.of(UserShapes.user(User.of(item), users.account())));
    return UserShapes.page("Users", page);
  }
}
