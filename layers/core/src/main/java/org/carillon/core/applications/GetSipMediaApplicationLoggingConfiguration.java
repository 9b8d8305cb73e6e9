package org.carillon.core.applications;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipMediaApplicationLoggingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipMediaApplicationLoggingConfigurationResponse;

/** GetSipMediaApplicationLoggingConfiguration: whether messages are logged (S1); not at first. */
public final class GetSipMediaApplicationLoggingConfiguration
    implements Operation<
        GetSipMediaApplicationLoggingConfigurationRequest,
        GetSipMediaApplicationLoggingConfigurationResponse> {

  private final SipMediaApplications applications;

  /** Over these applications. */
  public GetSipMediaApplicationLoggingConfiguration(SipMediaApplications applications) {
    this.applications = applications;
  }

  @Override
  public GetSipMediaApplicationLoggingConfigurationResponse handle(
      GetSipMediaApplicationLoggingConfigurationRequest request, Caller caller) {
    return GetSipMediaApplicationLoggingConfigurationResponse.builder()
        .sipMediaApplicationLoggingConfiguration(
            SipMediaApplications.logging(applications.require(request.sipMediaApplicationId())))
        .build();
  }
}
