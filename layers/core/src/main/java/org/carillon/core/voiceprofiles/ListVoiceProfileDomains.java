package org.carillon.core.voiceprofiles;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceProfileDomainsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceProfileDomainsResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfileDomain;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfileDomainSummary;

/** ListVoiceProfileDomains (P1). */
public final class ListVoiceProfileDomains
    implements Operation<ListVoiceProfileDomainsRequest, ListVoiceProfileDomainsResponse> {

  private final Listing listing;
  private final VoiceProfileSpace space;

  /** In this space. */
  public ListVoiceProfileDomains(Listing listing, VoiceProfileSpace space) {
    this.listing = listing;
    this.space = space;
  }

  @Override
  public ListVoiceProfileDomainsResponse handle(
      ListVoiceProfileDomainsRequest request, Caller caller) {
    Page<VoiceProfileDomainSummary> page =
        listing.page(
            ItemQuery.Index.TABLE,
            space.domains().partition(),
            "",
            "",
            request.maxResults(),
            request.nextToken(),
            item -> Optional.of(summary(VoiceProfileDomains.domain(item))));
    return ListVoiceProfileDomainsResponse.builder()
        .voiceProfileDomains(page.entries())
        .nextToken(page.nextToken())
        .build();
  }

  private static VoiceProfileDomainSummary summary(VoiceProfileDomain domain) {
    return VoiceProfileDomainSummary.builder()
        .voiceProfileDomainId(domain.voiceProfileDomainId())
        .voiceProfileDomainArn(domain.voiceProfileDomainArn())
        .name(domain.name())
        .description(domain.description())
        .createdTimestamp(domain.createdTimestamp())
        .updatedTimestamp(domain.updatedTimestamp())
        .build();
  }
}
