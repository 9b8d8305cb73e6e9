package org.carillon.core.connectors.groups;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorGroupResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorGroup;

/**
 * CreateVoiceConnectorGroup (V6): with connectors, or empty at first. Each connector has its own
 * priority; 1 is tried first. They may be of several regions, and that is what a group is for.
 */
public final class CreateVoiceConnectorGroup
    implements Operation<CreateVoiceConnectorGroupRequest, CreateVoiceConnectorGroupResponse> {

  private final ConnectorGroups groups;
  private final InstantSource clock;

  /** Over these groups, by this clock. */
  public CreateVoiceConnectorGroup(ConnectorGroups groups, InstantSource clock) {
    this.groups = groups;
    this.clock = clock;
  }

  @Override
  public CreateVoiceConnectorGroupResponse handle(
      CreateVoiceConnectorGroupRequest request, Caller caller) {
    String id = Ids.connector();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    VoiceConnectorGroup group =
        VoiceConnectorGroup.builder()
            .voiceConnectorGroupId(id)
            .voiceConnectorGroupArn(caller.account().arn("vcg/" + id))
            .name(request.name())
            .voiceConnectorItems(request.voiceConnectorItems())
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .build();
    return Retries.onConflict(
        () -> {
          groups.create(group);
          return CreateVoiceConnectorGroupResponse.builder().voiceConnectorGroup(group).build();
        });
  }
}
