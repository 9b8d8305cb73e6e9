package org.carillon.core.settings;

import java.util.regex.Pattern;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateGlobalSettingsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateGlobalSettingsResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorSettings;

/**
 * UpdateGlobalSettings: names the bucket for call detail records, or turns them off with an empty
 * name or without one (O1).
 */
public final class UpdateGlobalSettings
    implements Operation<UpdateGlobalSettingsRequest, UpdateGlobalSettingsResponse> {

  /** S3's rules for bucket names that can break a path or a URL; S3 itself checks the rest. */
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

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
    if (bucket != null
        && !bucket.isEmpty()
        && (!BUCKET.matcher(bucket).matches() || bucket.contains(".."))) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "VoiceConnector.CdrBucket: not a bucket name. It has 3 to 63 lower-case letters, digits,"
              + " dots and hyphens, and starts and ends with a letter or digit.");
    }
    settings.putVoiceConnector(wanted);
    return UpdateGlobalSettingsResponse.builder().build();
  }
}
