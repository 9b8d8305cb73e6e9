package org.carillon.core.applications;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationResponse;

/** UpdateSipMediaApplication: name and endpoint; the region stays what it is (S1). */
public final class UpdateSipMediaApplication
    implements Operation<UpdateSipMediaApplicationRequest, UpdateSipMediaApplicationResponse> {

  private final SipMediaApplications applications;
  private final InstantSource clock;

  /** Over these applications, by this clock. */
  public UpdateSipMediaApplication(SipMediaApplications applications, InstantSource clock) {
    this.applications = applications;
    this.clock = clock;
  }

  @Override
  public UpdateSipMediaApplicationResponse handle(
      UpdateSipMediaApplicationRequest request, Caller caller) {
    return UpdateSipMediaApplicationResponse.builder()
        .sipMediaApplication(Retries.onConflict(() -> update(request)))
        .build();
  }

  private SipMediaApplication update(UpdateSipMediaApplicationRequest request) {
    Item read = applications.require(request.sipMediaApplicationId());
    SipMediaApplication before = SipMediaApplications.application(read);
    SipMediaApplication.Builder changed = before.toBuilder();
    if (request.name() != null) {
      changed.name(request.name());
    }
    if (request.hasEndpoints()) {
      Endpoints.check(request.endpoints(), before.awsRegion());
      changed.endpoints(request.endpoints());
    }
    SipMediaApplication after =
        changed.updatedTimestamp(clock.instant().truncatedTo(ChronoUnit.MILLIS)).build();
    applications.replace(read, after);
    return after;
  }
}
