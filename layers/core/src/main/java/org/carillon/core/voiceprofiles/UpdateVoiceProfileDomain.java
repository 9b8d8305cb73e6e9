package org.carillon.core.voiceprofiles;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceProfileDomainResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfileDomain;

/** UpdateVoiceProfileDomain: name and description; the key stays what it is (P1). */
public final class UpdateVoiceProfileDomain
    implements Operation<UpdateVoiceProfileDomainRequest, UpdateVoiceProfileDomainResponse> {

  private final VoiceProfileSpace space;
  private final InstantSource clock;

  /** In this space, by this clock. */
  public UpdateVoiceProfileDomain(VoiceProfileSpace space, InstantSource clock) {
    this.space = space;
    this.clock = clock;
  }

  @Override
  public UpdateVoiceProfileDomainResponse handle(
      UpdateVoiceProfileDomainRequest request, Caller caller) {
    CreateVoiceProfileDomain.checkDescription(request.description());
    return UpdateVoiceProfileDomainResponse.builder()
        .voiceProfileDomain(Retries.onConflict(() -> update(request)))
        .build();
  }

  private VoiceProfileDomain update(UpdateVoiceProfileDomainRequest request) {
    Item read = space.domains().require(request.voiceProfileDomainId());
    VoiceProfileDomain.Builder changed = VoiceProfileDomains.domain(read).toBuilder();
    if (request.name() != null) {
      changed.name(request.name());
    }
    if (request.description() != null) {
      changed.description(request.description());
    }
    VoiceProfileDomain after =
        changed.updatedTimestamp(clock.instant().truncatedTo(ChronoUnit.MILLIS)).build();
    space.domains().replace(read, after);
    return after;
  }
}
