package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** The data lake of insights (A7), held against the hosted service's. */
class AnalyticsStackTest {

  private static final String NOTIFICATION =
      "time detail-type service-type source account region version id detail";

  private final Template dev = Synth.of(Synth.PLAIN).template("carillon-dev-analytics");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          call_analytics_metadata                   | CallAnalyticsMetadata | time detail-type service-type detail-subtype callevent-type mediainsightspipelineid metadata
          call_analytics_recording_metadata         | Recording | time detail-type service-type detail-subtype callevent-type mediainsightspipelineid metadata s3mediaobjectconsoleurl
          transcribe_call_analytics                 | TranscribeCallAnalytics | time detail-type service-type mediainsightspipelineid metadata utteranceevent
          transcribe_call_analytics_category_events | TranscribeCallAnalyticsCategoryEvents | time detail-type service-type mediainsightspipelineid metadata categoryevent
          transcribe_call_analytics_post_call       | | jobstatus languagecode transcript accountid categories channel participants conversationcharacteristics sessionid contentmetadata
          transcribe                                | Transcribe | time detail-type service-type mediainsightspipelineid metadata transcriptevent
          voice_analytics_status                    | VoiceAnalyticsStatus | notification
          speaker_search_status                     | SpeakerSearchStatus | notification
          voice_tone_analysis_status                | VoiceToneAnalysisStatus | notification
          """)
  void aTableHasTheColumnsOfTheHostedServices(String name, String detailType, String columns) {
    Map<String, Object> table = table(name);
    Map<String, Object> storage = Synth.map(table.get("StorageDescriptor"));

    assertThat(names(storage.get("Columns")))
        .containsExactlyInAnyOrder(
            (columns.equals("notification") ? NOTIFICATION : columns).split(" "));
    assertThat(Statements.text(storage.get("Location")))
        .startsWith("s3://")
        .endsWith(
            detailType == null
                ? "/transcribe_call_analytics_post_call/"
                : "/amazon_chime_sdk_data_lake/serviceType=CallAnalytics/detailType="
                    + detailType
                    + "/");
    if (detailType != null) {
      assertThat(names(table.get("PartitionKeys"))).containsExactly("year", "month", "day");
    }
  }

  @Test
  void thereAreTheseTablesAndTheOneThatFirehoseWritesBy() {
    dev.resourceCountIs("AWS::Glue::Table", 10);
    assertThat(
            names(Synth.map(table(AnalyticsStack.SCHEMA).get("StorageDescriptor")).get("Columns")))
        .as("every column of the stream's tables")
        .containsAll(
            AnalyticsTables.all().values().stream()
                .flatMap(it -> it.columns().stream())
                .map(it -> it.substring(0, it.indexOf(':')))
                .toList());
  }

  @Test
  void firehoseMayWriteToItsLogStreamAndToNoOther() {
    assertThat(Statements.of(Synth.of(Synth.PLAIN)))
        .filteredOn(it -> it.role().contains("Roledelivery"))
        .filteredOn(it -> it.actions().contains("logs:PutLogEvents"))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.resources())
                    .singleElement()
                    .asString()
                    .matches(
                        "arn:aws:logs:us-east-1:\\$\\{AccountId}:log-group:\\$\\{Logdelivery\\w+}"
                            + ":log-stream:delivery"));
  }

  @Test
  void queriesForTranscriptsAfterCallsFindTheirFields() {
    String columns =
        String.valueOf(Synth.map(table(AnalyticsStack.POST_CALL).get("StorageDescriptor")));

    assertThat(columns)
        .contains("transcript, Type=array<struct<Id:string")
        .contains("Content:string")
        .contains("contentmetadata, Type=struct<Output:string>")
        .contains("org.openx.data.jsonserde.JsonSerDe");
  }

  @Test
  void firehoseWritesParquetByKindAndDay() {
    dev.hasResourceProperties(
        "AWS::KinesisFirehose::DeliveryStream",
        Map.of(
            "DeliveryStreamName",
            Match.stringLikeRegexp("AmazonChimeSDK-call-analytics-.+"),
            "ExtendedS3DestinationConfiguration",
            Match.objectLike(
                Map.of(
                    "BufferingHints",
                    Map.of("IntervalInSeconds", 60, "SizeInMBs", 128),
                    "Prefix",
                    Match.stringLikeRegexp(
                        "amazon_chime_sdk_data_lake/serviceType=CallAnalytics/detailType=.*year=.*"
                            + "month=.*day=.*"),
                    "DataFormatConversionConfiguration",
                    Match.objectLike(Map.of("Enabled", true))))));
    dev.hasResourceProperties(
        "AWS::Athena::WorkGroup", Map.of("Name", "carillon_dev-AmazonChimeSDKDataAnalytics"));
  }

  private Map<String, Object> table(String name) {
    return dev
        .findResources(
            "AWS::Glue::Table",
            Map.of("Properties", Map.of("TableInput", Match.objectLike(Map.of("Name", name)))))
        .values()
        .stream()
        .map(it -> Synth.map(Synth.map(Synth.map(it).get("Properties")).get("TableInput")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no table " + name));
  }

  private static List<String> names(Object columns) {
    List<String> names = new ArrayList<>();
    for (Object column : Synth.list(columns)) {
      names.add((String) Synth.map(column).get("Name"));
    }
    return names;
  }
}
