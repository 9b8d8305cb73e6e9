package org.carillon.core.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;
import static org.carillon.core.analytics.Insights.callAnalytics;
import static org.carillon.core.analytics.Insights.dataStream;
import static org.carillon.core.analytics.Insights.element;
import static org.carillon.core.analytics.Insights.enhancement;
import static org.carillon.core.analytics.Insights.function;
import static org.carillon.core.analytics.Insights.queue;
import static org.carillon.core.analytics.Insights.recording;
import static org.carillon.core.analytics.Insights.topic;
import static org.carillon.core.analytics.Insights.transcribe;
import static org.carillon.core.analytics.Insights.voice;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.carillon.contract.ErrorType;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.AmazonTranscribeCallAnalyticsProcessorConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.AmazonTranscribeProcessorConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationElement;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.RealTimeAlertConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.RealTimeAlertRule;

/** Which elements may stand together, and what they may say (A1, A5, A6). */
class ConfigurationRulesTest {

  private static final String QUEUE = "arn:aws:sqs:us-east-1:111122223333:results";
  private static final String TOPIC = "arn:aws:sns:us-east-1:111122223333:results";
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:results:2";

  private final Insights insights = new Insights();
  private int made;

  private void good(MediaInsightsPipelineConfigurationElement... elements) {
    assertThat(insights.configuration("c" + ++made, elements).elements()).containsExactly(elements);
  }

  private void bad(String words, MediaInsightsPipelineConfigurationElement... elements) {
    refused(ErrorType.BAD_REQUEST, words, () -> insights.configuration("bad", elements));
    assertThat(insights.space.configurations().find("bad")).isEmpty();
  }

  @Test
  void everySensibleCombinationIsTaken() {
    good(recording());
    good(recording(), enhancement());
    good(recording(), dataStream());
    good(transcribe(), dataStream());
    good(callAnalytics(), dataStream(), recording(), enhancement());
    good(voice(), dataStream());
    good(voice(), queue(QUEUE));
    good(voice(), topic(TOPIC), function(FUNCTION));
    good(voice(), callAnalytics(), dataStream(), queue(QUEUE), topic(TOPIC), function(FUNCTION));
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    bad("Elements: at least one");
    bad("Elements[1].Type: S3RecordingSink stands there already", recording(), recording());
    bad("not both", transcribe(), callAnalytics(), dataStream());
    bad("a transcription needs a KinesisDataStreamSink", transcribe(), recording());
    bad("Elements[2].Type: SqsQueueSink", transcribe(), dataStream(), queue(QUEUE));
    bad("SnsTopicSink takes what a VoiceAnalyticsProcessor", recording(), topic(TOPIC));
    bad("a VoiceAnalyticsProcessor needs", voice(), recording());
    bad("a KinesisDataStreamSink needs a processor", dataStream());
    bad("needs an S3RecordingSink to enhance", enhancement(), transcribe(), dataStream());
  }

  @Test
  void anElementHasTheConfigurationOfItsOwnType() {
    bad(
        "Elements[0].KinesisDataStreamSinkConfiguration: is required",
        element("KinesisDataStreamSink", e -> {}));
    bad(
        "Elements[0].SqsQueueSinkConfiguration: belongs to another Type than S3RecordingSink",
        recording().toBuilder().sqsQueueSinkConfiguration(c -> c.insightsTarget(QUEUE)).build());
  }

  @Test
  void arnsAreOfTheAccountAndRegion() {
    for (String arn :
        List.of(
            "arn:aws:sqs:us-east-1:999999999999:results",
            "arn:aws:sqs:eu-west-1:111122223333:results",
            "arn:aws:sns:us-east-1:111122223333:results",
            "arn:aws:sqs:us-east-1:111122223333:a/b")) {
      bad("Elements[1].SqsQueueSinkConfiguration.InsightsTarget", voice(), queue(arn));
    }
    bad("FIFO", voice(), queue(QUEUE + ".fifo"));
    bad("FIFO", voice(), topic(TOPIC + ".fifo"));
    bad("function:NAME", voice(), function("arn:aws:lambda:us-east-1:111122223333:layer:x"));
    bad(
        "stream/NAME",
        transcribe(),
        element(
            "KinesisDataStreamSink",
            e ->
                e.kinesisDataStreamSinkConfiguration(
                    c -> c.insightsTarget("arn:aws:kinesis:us-east-1:999999999999:stream/s"))));
    bad(
        "S3RecordingSinkConfiguration.Destination: the ARN of an S3 bucket",
        element(
            "S3RecordingSink",
            e -> e.s3RecordingSinkConfiguration(c -> c.destination("arn:aws:s3:::UPPER"))));
    for (String role :
        List.of("arn:aws:iam::999999999999:role/x", "arn:aws:iam::111122223333:user/x")) {
      refused(
          ErrorType.BAD_REQUEST,
          "ResourceAccessRoleArn: the ARN of an IAM role of this account",
          () ->
              insights.configuration(
                  "bad", List.of(recording()), r -> r.resourceAccessRoleArn(role)));
    }
  }

  @Test
  void aTranscriptionIsInOneLanguageOrInOneThatIsIdentified() {
    goodTranscription(c -> c.identifyLanguage(true).languageOptions("en-US,es-US"));
    goodTranscription(
        c ->
            c.identifyMultipleLanguages(true)
                .languageOptions("en-US,fr-CA,de-DE")
                .preferredLanguage("fr-CA")
                .vocabularyNames("a,b"));
    goodTranscription(
        c -> c.languageCode("de-DE").contentRedactionType("PII").piiEntityTypes("NAME"));

    badTranscription("LanguageCode, or IdentifyLanguage", c -> {});
    badTranscription("not both", c -> c.identifyLanguage(true).identifyMultipleLanguages(true));
    badTranscription("LanguageOptions: at least two", c -> c.identifyLanguage(true));
    badTranscription(
        "LanguageOptions: at least two different",
        c -> c.identifyLanguage(true).languageOptions("en-US,en-US"));
    badTranscription(
        "LanguageOptions: at least two different",
        c -> c.identifyLanguage(true).languageOptions("en-US,xx-XX"));
    badTranscription(
        "PreferredLanguage: one of",
        c -> c.identifyLanguage(true).languageOptions("en-US,es-US").preferredLanguage("de-DE"));
    badTranscription(
        "LanguageCode: not with",
        c -> c.identifyLanguage(true).languageOptions("en-US,es-US").languageCode("en-US"));
    badTranscription(
        "LanguageModelName: not with",
        c -> c.identifyLanguage(true).languageOptions("en-US,es-US").languageModelName("m"));
    badTranscription(
        "ContentRedactionType: not with",
        c -> c.identifyLanguage(true).languageOptions("en-US,es-US").contentRedactionType("PII"));
    badTranscription(
        "VocabularyNames: only with", c -> c.languageCode("en-US").vocabularyNames("a"));
    badTranscription(
        "PiiEntityTypes: only with", c -> c.languageCode("en-US").piiEntityTypes("NAME"));
    badTranscription(
        "ContentIdentificationType or ContentRedactionType, not both",
        c -> c.languageCode("en-US").contentIdentificationType("PII").contentRedactionType("PII"));
    badTranscription(
        "PartialResultsStability: only with",
        c -> c.languageCode("en-US").partialResultsStability("high"));
  }

  private void goodTranscription(Consumer<AmazonTranscribeProcessorConfiguration.Builder> said) {
    good(transcription(said), dataStream());
  }

  private void badTranscription(
      String words, Consumer<AmazonTranscribeProcessorConfiguration.Builder> said) {
    bad(words, transcription(said), dataStream());
    bad("Elements[0].AmazonTranscribeProcessorConfiguration", transcription(said), dataStream());
  }

  private static MediaInsightsPipelineConfigurationElement transcription(
      Consumer<AmazonTranscribeProcessorConfiguration.Builder> said) {
    return element(
        "AmazonTranscribeProcessor", e -> e.amazonTranscribeProcessorConfiguration(said));
  }

  @Test
  void postCallAnalyticsHaveAPlaceAndARole() {
    good(after("s3://results/calls", Insights.ROLE), dataStream());

    bad("OutputLocation: a place in S3", after("https://results", Insights.ROLE), dataStream());
    bad("DataAccessRoleArn", after("s3://results", "arn:aws:iam::1:role/x"), dataStream());
  }

  private static MediaInsightsPipelineConfigurationElement after(String place, String role) {
    AmazonTranscribeCallAnalyticsProcessorConfiguration said =
        AmazonTranscribeCallAnalyticsProcessorConfiguration.builder()
            .languageCode("en-US")
            .postCallAnalyticsSettings(p -> p.outputLocation(place).dataAccessRoleArn(role))
            .build();
    return callAnalytics().toBuilder()
        .amazonTranscribeCallAnalyticsProcessorConfiguration(said)
        .build();
  }

  @Test
  void alertsWatchATranscription() {
    alerts(r -> r, List.of(callAnalytics(), dataStream()));
    alerts(r -> r.disabled(true).rules((List<RealTimeAlertRule>) null), List.of(recording()));

    badAlerts("alerts need an AmazonTranscribe", r -> r, List.of(recording()));
    badAlerts(
        "Rules: one to three", r -> r.rules((List<RealTimeAlertRule>) null), List.of(recording()));
    badAlerts("Rules[1].Type: Sentiment needs", r -> r, List.of(transcribe(), dataStream()));
    badAlerts(
        "Rules[1].KeywordMatchConfiguration.RuleName: another rule",
        r -> r.rules(keyword("a-rule"), keyword("a-rule")),
        List.of(transcribe(), dataStream()));
    badAlerts(
        "Rules[0]: KeywordMatchConfiguration is required",
        r -> r.rules(RealTimeAlertRule.builder().type("KeywordMatch").build()),
        List.of(transcribe(), dataStream()));
    badAlerts(
        "Rules[0]: KeywordMatchConfiguration is required for this Type, and no other",
        r ->
            r.rules(
                keyword("a-rule").toBuilder()
                    .issueDetectionConfiguration(i -> i.ruleName("b-rule"))
                    .build()),
        List.of(callAnalytics(), dataStream()));
  }

  private static RealTimeAlertRule keyword(String name) {
    return RealTimeAlertRule.builder()
        .type("KeywordMatch")
        .keywordMatchConfiguration(k -> k.ruleName(name).keywords("refund").negate(false))
        .build();
  }

  private static RealTimeAlertConfiguration alerts(
      UnaryOperator<RealTimeAlertConfiguration.Builder> change) {
    RealTimeAlertRule sentiment =
        RealTimeAlertRule.builder()
            .type("Sentiment")
            .sentimentConfiguration(
                s -> s.ruleName("mood").sentimentType("NEGATIVE").timePeriod(60))
            .build();
    RealTimeAlertRule issue =
        RealTimeAlertRule.builder()
            .type("IssueDetection")
            .issueDetectionConfiguration(i -> i.ruleName("issue"))
            .build();
    return change
        .apply(RealTimeAlertConfiguration.builder().rules(keyword("words"), sentiment, issue))
        .build();
  }

  private void alerts(
      UnaryOperator<RealTimeAlertConfiguration.Builder> change,
      List<MediaInsightsPipelineConfigurationElement> elements) {
    RealTimeAlertConfiguration alerts = alerts(change);
    assertThat(
            insights
                .configuration("c" + ++made, elements, r -> r.realTimeAlertConfiguration(alerts))
                .realTimeAlertConfiguration())
        .isEqualTo(alerts);
  }

  private void badAlerts(
      String words,
      UnaryOperator<RealTimeAlertConfiguration.Builder> change,
      List<MediaInsightsPipelineConfigurationElement> elements) {
    refused(
        ErrorType.BAD_REQUEST,
        words,
        () ->
            insights.configuration(
                "bad", elements, r -> r.realTimeAlertConfiguration(alerts(change))));
  }
}
