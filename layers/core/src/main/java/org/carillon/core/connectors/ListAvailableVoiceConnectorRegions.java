package org.carillon.core.connectors;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Regions;
import software.amazon.awssdk.services.chimesdkvoice.model.ListAvailableVoiceConnectorRegionsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListAvailableVoiceConnectorRegionsResponse;

/** ListAvailableVoiceConnectorRegions: where a connector can be made (V14). */
public final class ListAvailableVoiceConnectorRegions
    implements Operation<
        ListAvailableVoiceConnectorRegionsRequest, ListAvailableVoiceConnectorRegionsResponse> {

  @Override
  public ListAvailableVoiceConnectorRegionsResponse handle(
      ListAvailableVoiceConnectorRegionsRequest request, Caller caller) {
    return ListAvailableVoiceConnectorRegionsResponse.builder()
        .voiceConnectorRegionsWithStrings(Regions.of(caller.account()))
        .build();
  }
}
