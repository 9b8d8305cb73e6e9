package org.carillon.core.applications;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.Tag;

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
    checkTags(request.tags());
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
    applications.create(application, request.tags());
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

  private static void checkTags(List<Tag> tags) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < tags.size(); i++) {
      if (!isText(tags.get(i).key()) || !isText(tags.get(i).value())) {
        throw new ApiException(ErrorType.BAD_REQUEST, "Tags[" + i + "]: not valid Unicode text.");
      }
      if (!keys.add(tags.get(i).key())) {
        throw new ApiException(
            ErrorType.BAD_REQUEST, "Tags[" + i + "].Key: another tag has the same key.");
      }
    }
  }

  /** A lone half of a surrogate pair can be written in JSON, but no store keeps it. */
  private static boolean isText(String value) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(value);
  }
}
