package org.carillon.core.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.ErrorType;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemWrite;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaInsightsPipelineConfigurationsRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationSummary;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.Tag;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.TagResourceRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UntagResourceRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaInsightsPipelineConfigurationRequest;

/** The life of a call analytics configuration (A1). */
class InsightsConfigurationsTest {

  private final Insights insights = new Insights();

  private MediaInsightsPipelineConfiguration get(String identifier) {
    return new GetMediaInsightsPipelineConfiguration(insights.space)
        .handle(
            GetMediaInsightsPipelineConfigurationRequest.builder().identifier(identifier).build(),
            insights.core.caller)
        .mediaInsightsPipelineConfiguration();
  }

  private void delete(String identifier) {
    new DeleteMediaInsightsPipelineConfiguration(insights.space)
        .handle(
            DeleteMediaInsightsPipelineConfigurationRequest.builder()
                .identifier(identifier)
                .build(),
            insights.core.caller);
  }

  @Test
  void aConfigurationIsReadByNameAndByArnChangedAndDeleted() {
    MediaInsightsPipelineConfiguration made = insights.configuration("calls", Insights.recording());
    String arn = made.mediaInsightsPipelineConfigurationArn();

    assertThat(arn)
        .isEqualTo(
            "arn:aws:chime:us-east-1:111122223333:media-insights-pipeline-configuration/calls");
    assertThat(get("calls")).isEqualTo(made);
    assertThat(get(arn)).isEqualTo(made);

    insights.core.pass(Duration.ofSeconds(5));
    MediaInsightsPipelineConfiguration changed =
        new UpdateMediaInsightsPipelineConfiguration(insights.space, insights.core.clock)
            .handle(
                UpdateMediaInsightsPipelineConfigurationRequest.builder()
                    .identifier(arn)
                    .resourceAccessRoleArn(Insights.ROLE + "2")
                    .elements(Insights.voice(), Insights.dataStream())
                    .build(),
                insights.core.caller)
            .mediaInsightsPipelineConfiguration();
    assertThat(changed.elements()).hasSize(2);
    assertThat(changed.mediaInsightsPipelineConfigurationId())
        .isEqualTo(made.mediaInsightsPipelineConfigurationId());
    assertThat(changed.updatedTimestamp()).isAfter(made.updatedTimestamp());
    assertThat(get("calls")).isEqualTo(changed);

    delete("calls");
    refused(ErrorType.NOT_FOUND, "Identifier", () -> get("calls"));
    refused(ErrorType.NOT_FOUND, "Identifier", () -> delete(arn));
  }

  @Test
  void unknownAndForeignIdentifiersAreNotFound() {
    insights.configuration("calls", Insights.recording());
    for (String identifier :
        List.of(
            "x",
            "other",
            "\u00e9".repeat(1024),
            "arn:aws:chime:us-east-1:999999999999:media-insights-pipeline-configuration/calls",
            "arn:aws:chime:eu-west-1:111122223333:media-insights-pipeline-configuration/calls")) {
      refused(ErrorType.NOT_FOUND, "Identifier", () -> get(identifier));
    }
  }

  @Test
  void aNameIsTakenOnceAndATokenMakesOne() {
    var first =
        insights.configuration(
            "calls", List.of(Insights.recording()), r -> r.clientRequestToken("once"));

    assertThat(
            insights.configuration(
                "calls", List.of(Insights.recording()), r -> r.clientRequestToken("once")))
        .isEqualTo(first);
    refused(
        ErrorType.BAD_REQUEST,
        "MediaInsightsPipelineConfigurationName: the account has",
        () -> insights.configuration("calls", Insights.recording()));
    refused(
        ErrorType.BAD_REQUEST,
        "ClientRequestToken",
        () ->
            insights.configuration(
                "other", List.of(Insights.recording()), r -> r.clientRequestToken("once")));

    delete("calls");
    assertThat(
            insights
                .configuration(
                    "calls", List.of(Insights.recording()), r -> r.clientRequestToken("once"))
                .mediaInsightsPipelineConfigurationId())
        .isNotEqualTo(first.mediaInsightsPipelineConfigurationId());
  }

  @Test
  void allAreListedByPages() {
    for (int i = 0; i < 5; i++) {
      insights.configuration("calls" + i, Insights.recording());
    }
    List<String> names = new ArrayList<>();
    String token = null;
    do {
      var page =
          new ListMediaInsightsPipelineConfigurations(insights.core.listing, insights.space)
              .handle(
                  ListMediaInsightsPipelineConfigurationsRequest.builder()
                      .maxResults(2)
                      .nextToken(token)
                      .build(),
                  insights.core.caller);
      page.mediaInsightsPipelineConfigurations().stream()
          .map(MediaInsightsPipelineConfigurationSummary::mediaInsightsPipelineConfigurationName)
          .forEach(names::add);
      token = page.nextToken();
    } while (token != null);
    assertThat(names).containsExactly("calls0", "calls1", "calls2", "calls3", "calls4");
  }

  @Test
  void oneThatAConnectorUsesStays() {
    String arn =
        insights
            .configuration("calls", Insights.recording())
            .mediaInsightsPipelineConfigurationArn();
    InsightsConfigurations configurations = insights.space.configurations();
    Item read = configurations.item(arn).orElseThrow();
    insights.core.items.write(configurations.target(read, "abcdefghijklmnopqrstu1"));

    refused(ErrorType.CONFLICT, "abcdefghijklmnopqrstu1", () -> delete("calls"));

    insights.core.items.write(configurations.untarget(arn, "abcdefghijklmnopqrstu1"));
    delete("calls");
  }

  @Test
  void aConnectorThatComesBetweenLookAndDeletionIsSeen() {
    InsightsConfigurations configurations = insights.space.configurations();
    insights.configuration("calls", Insights.recording());
    Item read = configurations.item("calls").orElseThrow();
    insights.core.items.write(configurations.target(read, "abcdefghijklmnopqrstu1"));

    assertThat(catchThrowable(() -> insights.core.items.write(ItemWrite.delete(read))))
        .isInstanceOf(ItemConflictException.class);
  }

  @Test
  void tagsComeAndGo() {
    String arn =
        insights
            .configuration(
                "calls",
                List.of(Insights.recording()),
                r -> r.tags(Tag.builder().key("team").value("a").build()))
            .mediaInsightsPipelineConfigurationArn();
    new TagResource(insights.space.tags())
        .handle(
            TagResourceRequest.builder()
                .resourceARN(arn)
                .tags(Tag.builder().key("cost").value("1").build())
                .build(),
            insights.core.caller);
    new UntagResource(insights.space.tags())
        .handle(
            UntagResourceRequest.builder().resourceARN(arn).tagKeys("team").build(),
            insights.core.caller);

    assertThat(
            new ListTagsForResource(insights.space.tags())
                .handle(
                    ListTagsForResourceRequest.builder().resourceARN(arn).build(),
                    insights.core.caller)
                .tags())
        .containsExactly(Tag.builder().key("cost").value("1").build());

    delete("calls");
    assertThat(insights.space.tags().find(arn)).isEmpty();
  }
}
