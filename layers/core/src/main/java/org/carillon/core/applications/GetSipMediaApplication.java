package org.carillon.core.applications;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSipMediaApplicationResponse;

/** GetSipMediaApplication (S1). */
public final class GetSipMediaApplication
    implements Operation<GetSipMediaApplicationRequest, GetSipMediaApplicationResponse> {

  private final SipMediaApplications applications;

  /** Over these applications. */
  public GetSipMediaApplication(SipMediaApplications applications) {
    this.applications = applications;
  }

  @Override
  public GetSipMediaApplicationResponse handle(
      GetSipMediaApplicationRequest request, Caller caller) {
    return GetSipMediaApplicationResponse.builder()
        .sipMediaApplication(
            SipMediaApplications.application(applications.require(request.sipMediaApplicationId())))
        .build();
  }
}
