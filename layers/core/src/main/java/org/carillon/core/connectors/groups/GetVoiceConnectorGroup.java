package org.carillon.core.connectors.groups;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorGroupRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorGroupResponse;

/** GetVoiceConnectorGroup (V6). */
public final class GetVoiceConnectorGroup
    implements Operation<GetVoiceConnectorGroupRequest, GetVoiceConnectorGroupResponse> {

  private final ConnectorGroups groups;

  /** Over these groups. */
  public GetVoiceConnectorGroup(ConnectorGroups groups) {
    this.groups = groups;
  }

  @Override
  public GetVoiceConnectorGroupResponse handle(
      GetVoiceConnectorGroupRequest request, Caller caller) {
    return GetVoiceConnectorGroupResponse.builder()
        .voiceConnectorGroup(ConnectorGroups.group(groups.require(request.voiceConnectorGroupId())))
        .build();
  }
}
