package org.carillon.core.applications;

import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipRulesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipRulesResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;

/** ListSipRules: all rules, or those that target one application (S2). */
public final class ListSipRules implements Operation<ListSipRulesRequest, ListSipRulesResponse> {

  private final Listing listing;
  private final SipRules rules;
  private final SipMediaApplications applications;

  /** Over these rules and applications. */
  public ListSipRules(Listing listing, SipRules rules, SipMediaApplications applications) {
    this.listing = listing;
    this.rules = rules;
    this.applications = applications;
  }

  @Override
  public ListSipRulesResponse handle(ListSipRulesRequest request, Caller caller) {
    Page<SipRule> page =
        request.sipMediaApplicationId() == null ? allRules(request) : rulesOnApplication(request);
    return ListSipRulesResponse.builder()
        .sipRules(page.entries())
        .nextToken(page.nextToken())
        .build();
  }

  private Page<SipRule> allRules(ListSipRulesRequest request) {
    return listing.page(
        ItemQuery.Index.TABLE,
        rules.partition(),
        "",
        "",
        request.maxResults(),
        request.nextToken(),
        item -> Optional.of(SipRules.rule(item)));
  }

  private Page<SipRule> rulesOnApplication(ListSipRulesRequest request) {
    if (applications.find(request.sipMediaApplicationId()).isEmpty()) {
      // the model has no NotFoundException for this list
      throw new ApiException(
          ErrorType.FORBIDDEN,
          "SipMediaApplicationId: the account has no such SIP media application.");
    }
    return listing.page(
        ItemQuery.Index.TABLE,
        applications.targets(request.sipMediaApplicationId()),
        "",
        "",
        request.maxResults(),
        request.nextToken(),
        item -> rules.find(item.key().sort()));
  }
}
