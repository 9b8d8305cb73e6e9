package org.carillon.core.voiceprofiles;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceProfileResponse;

/** GetVoiceProfile (P3). */
public final class GetVoiceProfile
    implements Operation<GetVoiceProfileRequest, GetVoiceProfileResponse> {

  private final VoiceProfileSpace space;

  /** In this space. */
  public GetVoiceProfile(VoiceProfileSpace space) {
    this.space = space;
  }

  @Override
  public GetVoiceProfileResponse handle(GetVoiceProfileRequest request, Caller caller) {
    return GetVoiceProfileResponse.builder()
        .voiceProfile(VoiceProfiles.profile(space.profiles().require(request.voiceProfileId())))
        .build();
  }
}
