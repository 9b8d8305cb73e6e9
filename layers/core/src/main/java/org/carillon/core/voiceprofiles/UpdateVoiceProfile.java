package org.carillon.core.voiceprofiles;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceProfileResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfile;

/**
 * UpdateVoiceProfile: a newer voiceprint of the same domain; the profile is kept for three years
 * more (P3).
 */
public final class UpdateVoiceProfile
    implements Operation<UpdateVoiceProfileRequest, UpdateVoiceProfileResponse> {

  private final VoiceProfileSpace space;
  private final InstantSource clock;

  /** In this space, by this clock. */
  public UpdateVoiceProfile(VoiceProfileSpace space, InstantSource clock) {
    this.space = space;
    this.clock = clock;
  }

  @Override
  public UpdateVoiceProfileResponse handle(UpdateVoiceProfileRequest request, Caller caller) {
    return UpdateVoiceProfileResponse.builder()
        .voiceProfile(Retries.onConflict(() -> update(request)))
        .build();
  }

  private VoiceProfile update(UpdateVoiceProfileRequest request) {
    Item read = space.profiles().require(request.voiceProfileId());
    VoiceProfile before = VoiceProfiles.profile(read);
    Item task = space.tasks().withVoiceprint(request.speakerSearchTaskId());
    Item domain = space.tasks().domain(task);
    if (!domain.key().sort().equals(before.voiceProfileDomainId())) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "SpeakerSearchTaskId: the task searched another voice profile domain than the one of the"
              + " profile.");
    }
    Map<String, Object> voiceprint = space.tasks().voiceprint(task, domain);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    VoiceProfile after =
        before.toBuilder()
            .updatedTimestamp(now)
            .expirationTimestamp(now.plus(VoiceProfiles.LIFETIME))
            .build();
    space.profiles().replace(read, after, voiceprint);
    return after;
  }
}
