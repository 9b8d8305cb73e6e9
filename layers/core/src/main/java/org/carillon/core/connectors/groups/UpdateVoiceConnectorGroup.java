package org.carillon.core.connectors.groups;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceConnectorGroupResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorGroup;

/** UpdateVoiceConnectorGroup: name, connectors and their priorities (V6). */
public final class UpdateVoiceConnectorGroup
    implements Operation<UpdateVoiceConnectorGroupRequest, UpdateVoiceConnectorGroupResponse> {

  private final ConnectorGroups groups;
  private final InstantSource clock;

  /** Over these groups, by this clock. */
  public UpdateVoiceConnectorGroup(ConnectorGroups groups, InstantSource clock) {
    this.groups = groups;
    this.clock = clock;
  }

  @Override
  public UpdateVoiceConnectorGroupResponse handle(
      UpdateVoiceConnectorGroupRequest request, Caller caller) {
    return UpdateVoiceConnectorGroupResponse.builder()
        .voiceConnectorGroup(Retries.onConflict(() -> update(request)))
        .build();
  }

  private VoiceConnectorGroup update(UpdateVoiceConnectorGroupRequest request) {
    Item read = groups.require(request.voiceConnectorGroupId());
    VoiceConnectorGroup changed =
        ConnectorGroups.group(read).toBuilder()
            .name(request.name())
            .voiceConnectorItems(request.voiceConnectorItems())
            .updatedTimestamp(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .build();
    groups.replace(read, changed);
    return changed;
  }
}
