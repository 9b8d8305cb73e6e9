package org.carillon.core.settings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberSettingsResponse;

/** GetPhoneNumberSettings: the default outbound calling name (N9). */
public final class GetPhoneNumberSettings
    implements Operation<GetPhoneNumberSettingsRequest, GetPhoneNumberSettingsResponse> {

  private final Settings settings;

  /** Over these settings. */
  public GetPhoneNumberSettings(Settings settings) {
    this.settings = settings;
  }

  @Override
  public GetPhoneNumberSettingsResponse handle(
      GetPhoneNumberSettingsRequest request, Caller caller) {
    GetPhoneNumberSettingsResponse.Builder response = GetPhoneNumberSettingsResponse.builder();
    settings
        .callingName()
        .ifPresent(
            set -> response.callingName(set.name()).callingNameUpdatedTimestamp(set.updated()));
    return response.build();
  }
}
