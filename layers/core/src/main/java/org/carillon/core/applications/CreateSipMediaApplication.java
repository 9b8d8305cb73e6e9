package org.carillon.core.applications;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.Regions;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;

/** CreateSipMediaApplication (S1). Names need not be unique. */
public final class CreateSipMediaApplication
    implements Operation<CreateSipMediaApplicationRequest, CreateSipMediaApplicationResponse> {

  private final SipMediaApplications applications;
  private final InstantSource clock;

  /** Over these applications, by this clock. */
  public CreateSipMediaApplication(SipMediaApplications applications, InstantSource clock) {
    this.applications = applications;
    this.clock = clock;
  }

  @Override
  public CreateSipMediaApplicationResponse handle(
      CreateSipMediaApplicationRequest request, Caller caller) {
    Regions.check(request.awsRegion(), caller.account());
    Endpoints.check(request.endpoints(), request.awsRegion());
    Map<String, String> checkedTags =
        Tags.checked(
            request.tags().stream().map(tag -> Map.entry(tag.key(), tag.value())).toList(), "Tags");
    String id = Ids.guid();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    SipMediaApplication application =
        SipMediaApplication.builder()
            .sipMediaApplicationId(id)
            .sipMediaApplicationArn(caller.account().arn(request.awsRegion(), "sma/" + id))
            .awsRegion(request.awsRegion())
            .name(request.name())
            .endpoints(request.endpoints())
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .build();
    applications.create(application, checkedTags);
    return CreateSipMediaApplicationResponse.builder().sipMediaApplication(application).build();
  }
}
