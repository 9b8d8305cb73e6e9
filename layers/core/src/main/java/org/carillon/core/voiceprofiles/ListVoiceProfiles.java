package org.carillon.core.voiceprofiles;

import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Listing;
import org.carillon.core.Operation;
import org.carillon.core.Page;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceProfilesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceProfilesResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfile;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfileSummary;

/** ListVoiceProfiles: those of one domain (P3). */
public final class ListVoiceProfiles
    implements Operation<ListVoiceProfilesRequest, ListVoiceProfilesResponse> {

  private final Listing listing;
  private final VoiceProfileSpace space;

  /** In this space. */
  public ListVoiceProfiles(Listing listing, VoiceProfileSpace space) {
    this.listing = listing;
    this.space = space;
  }

  @Override
  public ListVoiceProfilesResponse handle(ListVoiceProfilesRequest request, Caller caller) {
    space.domains().require(request.voiceProfileDomainId());
    Page<VoiceProfileSummary> page =
        listing.page(
            ItemQuery.Index.TABLE,
            space.domains().profiles(request.voiceProfileDomainId()),
            "",
            "",
            request.maxResults(),
            request.nextToken(),
            item ->
                Optional.of(VoiceProfiles.profile(item))
                    .filter(profile -> !space.profiles().isExpired(profile))
                    .map(ListVoiceProfiles::summary));
    return ListVoiceProfilesResponse.builder()
        .voiceProfiles(page.entries())
        .nextToken(page.nextToken())
        .build();
  }

  private static VoiceProfileSummary summary(VoiceProfile profile) {
    return VoiceProfileSummary.builder()
        .voiceProfileId(profile.voiceProfileId())
        .voiceProfileArn(profile.voiceProfileArn())
        .voiceProfileDomainId(profile.voiceProfileDomainId())
        .createdTimestamp(profile.createdTimestamp())
        .updatedTimestamp(profile.updatedTimestamp())
        .expirationTimestamp(profile.expirationTimestamp())
        .build();
  }
}
