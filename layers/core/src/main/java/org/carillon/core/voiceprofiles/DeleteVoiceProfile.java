package org.carillon.core.voiceprofiles;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceProfileResponse;

/** DeleteVoiceProfile: the profile and its voiceprint (P3). */
public final class DeleteVoiceProfile
    implements Operation<DeleteVoiceProfileRequest, DeleteVoiceProfileResponse> {

  private final VoiceProfileSpace space;

  /** In this space. */
  public DeleteVoiceProfile(VoiceProfileSpace space) {
    this.space = space;
  }

  @Override
  public DeleteVoiceProfileResponse handle(DeleteVoiceProfileRequest request, Caller caller) {
    Retries.onConflict(
        () -> {
          Item read = space.profiles().require(request.voiceProfileId());
          space.profiles().delete(read);
          return read;
        });
    return DeleteVoiceProfileResponse.builder().build();
  }
}
