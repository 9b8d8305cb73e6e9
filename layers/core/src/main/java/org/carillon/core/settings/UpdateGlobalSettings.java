package org.carillon.core.settings;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.ports.ObjectName;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateGlobalSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateGlobalSettingsResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorSettings;

/**
 * UpdateGlobalSettings: names the bucket for call detail records, or turns them off with an empty
 * name or without one (O1).
 */
public final class UpdateGlobalSettings
    implements Operation<UpdateGlobalSettingsRequest, UpdateGlobalSettingsResponse> {

  private final Settings settings;

  /** Over these settings. */
  public UpdateGlobalSettings(Settings settings) {
    this.settings = settings;
  }

  @Override
  public UpdateGlobalSettingsResponse handle(UpdateGlobalSettingsRequest request, Caller caller) {
    VoiceConnectorSettings wanted =
        request.voiceConnector() == null
            ? VoiceConnectorSettings.builder().build()
            : request.voiceConnector();
    String bucket = wanted.cdrBucket();
    if (bucket != null && !bucket.isEmpty()) {
      check(bucket);
    }
    settings.putVoiceConnector(wanted);
    return UpdateGlobalSettingsResponse.builder().build();
  }

  /** By the rules of the store that records go to: a name it refuses would cost every record. */
  private static void check(String bucket) {
    try {
      ObjectName.checkBucket(bucket);
    } catch (IllegalArgumentException noName) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "VoiceConnector.CdrBucket: not a bucket name. It has 3 to 63 lower-case letters, digits,"
              + " dots and hyphens, starts and ends with a letter or digit, and is not formed as an"
              + " IPv4 address.");
    }
  }
}
