package org.carillon.core.applications;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import software.amazon.awssdk.services.chimesdkvoice.model.PutSipMediaApplicationLoggingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutSipMediaApplicationLoggingConfigurationResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationLoggingConfiguration;

/** PutSipMediaApplicationLoggingConfiguration: message logs on or off (S1); absent means off. */
public final class PutSipMediaApplicationLoggingConfiguration
    implements Operation<
        PutSipMediaApplicationLoggingConfigurationRequest,
        PutSipMediaApplicationLoggingConfigurationResponse> {

  private final SipMediaApplications applications;

  /** Over these applications. */
  public PutSipMediaApplicationLoggingConfiguration(SipMediaApplications applications) {
    this.applications = applications;
  }

  @Override
  public PutSipMediaApplicationLoggingConfigurationResponse handle(
      PutSipMediaApplicationLoggingConfigurationRequest request, Caller caller) {
    SipMediaApplicationLoggingConfiguration asked =
        request.sipMediaApplicationLoggingConfiguration();
    SipMediaApplicationLoggingConfiguration configuration =
        SipMediaApplicationLoggingConfiguration.builder()
            .enableSipMediaApplicationMessageLogs(
                asked != null && Boolean.TRUE.equals(asked.enableSipMediaApplicationMessageLogs()))
            .build();
    Retries.onConflict(
        () -> {
          applications.replaceLogging(
              applications.require(request.sipMediaApplicationId()), configuration);
          return configuration;
        });
    return PutSipMediaApplicationLoggingConfigurationResponse.builder()
        .sipMediaApplicationLoggingConfiguration(configuration)
        .build();
  }
}
