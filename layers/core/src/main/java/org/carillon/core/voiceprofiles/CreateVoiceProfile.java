package org.carillon.core.voiceprofiles;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceProfileResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfile;

/** CreateVoiceProfile: from the voiceprint of a speaker search task, within 24 hours (P3). */
public final class CreateVoiceProfile
    implements Operation<CreateVoiceProfileRequest, CreateVoiceProfileResponse> {

  private final VoiceProfileSpace space;
  private final InstantSource clock;

  /** In this space, by this clock. */
  public CreateVoiceProfile(VoiceProfileSpace space, InstantSource clock) {
    this.space = space;
    this.clock = clock;
  }

  @Override
  public CreateVoiceProfileResponse handle(CreateVoiceProfileRequest request, Caller caller) {
    return CreateVoiceProfileResponse.builder()
        .voiceProfile(Retries.onConflict(() -> create(request.speakerSearchTaskId())))
        .build();
  }

  private VoiceProfile create(String taskId) {
    Item task = space.tasks().withVoiceprint(taskId);
    Item domain = space.tasks().domain(task);
    Map<String, Object> voiceprint = space.tasks().voiceprint(task, domain);
    String id = VoiceProfiles.newId();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    VoiceProfile profile =
        VoiceProfile.builder()
            .voiceProfileId(id)
            .voiceProfileArn(VoiceProfiles.arn(space.account(), id))
            .voiceProfileDomainId(domain.key().sort())
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .expirationTimestamp(now.plus(VoiceProfiles.LIFETIME))
            .build();
    space.profiles().create(domain, profile, voiceprint);
    return profile;
  }
}
