package org.carillon.core.applications;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;

/** CreateSipMediaApplication (S1). Names need not be unique. */
public final class CreateSipMediaApplication
    implements Operation<CreateSipMediaApplicationRequest, CreateSipMediaApplicationResponse> {

  /** The regions of the hosted service; the installation's own region is good as well. */
  private static final Set<String> REGIONS =
      Set.of(
          "us-east-1",
          "us-west-2",
          "ca-central-1",
          "eu-central-1",
          "eu-west-1",
          "eu-west-2",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-southeast-1",
          "ap-southeast-2");

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
    checkRegion(request.awsRegion(), caller.account());
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

  private static void checkRegion(String region, Account account) {
    if (!REGIONS.contains(region) && !account.region().equals(region)) {
      Set<String> good = new TreeSet<>(REGIONS);
      good.add(account.region());
      throw new ApiException(
          ErrorType.BAD_REQUEST, "AwsRegion: one of " + String.join(", ", good) + ".");
    }
  }
}
