package org.carillon.core.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipMediaApplicationsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipMediaApplicationsResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.Tag;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationRequest;

class SipMediaApplicationsTest {

  private static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:hello";

  private final CoreFixture core = new CoreFixture();

  @Test
  void anApplicationTakesAFunctionAnAliasOrAVersion() {
    for (String arn :
        List.of(FUNCTION, FUNCTION + ":live", FUNCTION + ":3", FUNCTION + ":$LATEST")) {
      SipMediaApplication made = create(r -> r.endpoints(endpoint(arn)));

      assertThat(core.applications.find(made.sipMediaApplicationId())).contains(made);
      assertThat(made.endpoints()).containsExactly(endpoint(arn));
    }
  }

  @Test
  void endpointsRegionAndTagsAreChecked() {
    refusedApplication("Endpoints: exactly one", r -> r.endpoints(List.of()));
    refusedApplication(
        "Endpoints: exactly one", r -> r.endpoints(SipMediaApplicationEndpoint.builder().build()));
    refusedApplication(
        "the function is in eu-west-1",
        r -> r.endpoints(endpoint(FUNCTION.replace("us-east-1", "eu-west-1"))));
    refusedApplication("AwsRegion: one of", r -> r.awsRegion("mars-north-1"));
    refusedApplication("Tags[1].Key", r -> r.tags(tag("a", "1"), tag("a", "2")));
    refusedApplication(
        "Tags[0].Value: text of at most 256 characters.", r -> r.tags(tag("a", "\ud800")));
    assertThat(list(r -> {}).sipMediaApplications()).isEmpty();
  }

  @Test
  void nameAndEndpointCanBeChangedTheRestStays() {
    SipMediaApplication made = create(r -> r.tags(tag("team", "voice")));
    core.pass(Duration.ofSeconds(1));

    SipMediaApplication renamed = update(made, r -> r.name("renamed"));
    SipMediaApplication moved = update(made, r -> r.endpoints(endpoint(FUNCTION + ":live")));

    assertThat(renamed.endpoints()).isEqualTo(made.endpoints());
    assertThat(moved.name()).isEqualTo("renamed");
    assertThat(moved.endpoints()).containsExactly(endpoint(FUNCTION + ":live"));
    assertThat(moved.createdTimestamp()).isEqualTo(made.createdTimestamp());
    assertThat(moved.updatedTimestamp()).isAfter(made.updatedTimestamp());
    assertThat(moved.awsRegion()).isEqualTo("us-east-1");
    refused(
        ErrorType.BAD_REQUEST,
        "one region",
        () -> update(made, r -> r.endpoints(endpoint(FUNCTION.replace("us-east-1", "eu-west-1")))));
    refused(
        ErrorType.NOT_FOUND,
        "SipMediaApplicationId",
        () -> update(made.toBuilder().sipMediaApplicationId("x").build(), r -> r.name("y")));
  }

  @Test
  void theyAreListedPageByPage() {
    for (int i = 0; i < 5; i++) {
      create(r -> {});
    }

    ListSipMediaApplicationsResponse first = list(r -> r.maxResults(3));
    ListSipMediaApplicationsResponse second =
        list(r -> r.maxResults(3).nextToken(first.nextToken()));

    assertThat(first.sipMediaApplications()).hasSize(3);
    assertThat(second.sipMediaApplications()).hasSize(2);
    assertThat(second.nextToken()).isNull();
    refused(ErrorType.BAD_REQUEST, "NextToken", () -> list(r -> r.nextToken("nonsense")));
  }

  private void refusedApplication(
      String words, Consumer<CreateSipMediaApplicationRequest.Builder> wrong) {
    refused(ErrorType.BAD_REQUEST, words, () -> create(wrong));
  }

  private SipMediaApplication create(Consumer<CreateSipMediaApplicationRequest.Builder> change) {
    return new CreateSipMediaApplication(core.applications, core.clock)
        .handle(
            CreateSipMediaApplicationRequest.builder()
                .name("hello")
                .awsRegion("us-east-1")
                .endpoints(endpoint(FUNCTION))
                .applyMutation(change)
                .build(),
            core.caller)
        .sipMediaApplication();
  }

  private SipMediaApplication update(
      SipMediaApplication made, Consumer<UpdateSipMediaApplicationRequest.Builder> change) {
    return new UpdateSipMediaApplication(core.applications, core.clock)
        .handle(
            UpdateSipMediaApplicationRequest.builder()
                .sipMediaApplicationId(made.sipMediaApplicationId())
                .applyMutation(change)
                .build(),
            core.caller)
        .sipMediaApplication();
  }

  private ListSipMediaApplicationsResponse list(
      Consumer<ListSipMediaApplicationsRequest.Builder> question) {
    return new ListSipMediaApplications(core.listing, core.applications)
        .handle(
            ListSipMediaApplicationsRequest.builder().applyMutation(question).build(), core.caller);
  }

  private static SipMediaApplicationEndpoint endpoint(String arn) {
    return SipMediaApplicationEndpoint.builder().lambdaArn(arn).build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
