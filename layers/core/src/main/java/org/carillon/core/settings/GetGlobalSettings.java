package org.carillon.core.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetGlobalSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetGlobalSettingsResponse;

/** GetGlobalSettings: where call detail records go (O1). */
public final class GetGlobalSettings
    implements Operation<GetGlobalSettingsRequest, GetGlobalSettingsResponse> {

  private final Settings settings;

  /** Over these settings. */
  public GetGlobalSettings(Settings settings) {
    this.settings = settings;
  }

  @Override
  public GetGlobalSettingsResponse handle(GetGlobalSettingsRequest request, Caller caller) {
    return GetGlobalSettingsResponse.builder().voiceConnector(settings.voiceConnector()).build();
  }
}
