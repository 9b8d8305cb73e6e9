package org.carillon.core.voiceprofiles;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceProfileDomainResponse;

/** GetVoiceProfileDomain (P1). */
public final class GetVoiceProfileDomain
    implements Operation<GetVoiceProfileDomainRequest, GetVoiceProfileDomainResponse> {

  private final VoiceProfileSpace space;

  /** In this space. */
  public GetVoiceProfileDomain(VoiceProfileSpace space) {
    this.space = space;
  }

  @Override
  public GetVoiceProfileDomainResponse handle(GetVoiceProfileDomainRequest request, Caller caller) {
    return GetVoiceProfileDomainResponse.builder()
        .voiceProfileDomain(
            VoiceProfileDomains.domain(space.domains().require(request.voiceProfileDomainId())))
        .build();
  }
}
