package org.carillon.core.analytics;

import java.util.List;
import java.util.function.Consumer;
import org.carillon.core.CoreFixture;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamSourceRuntimeConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipeline;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationElement;

/** Call analytics on a store in memory, with the elements of the guide. */
@SuppressWarnings("unchecked") // the SDK's builders take arrays of a generic type
final class Insights {

  static final String ROLE = "arn:aws:iam::111122223333:role/insights";
  static final String STREAM =
      "arn:aws:kinesisvideo:us-east-1:111122223333:stream/calls/1700000000000";

  final CoreFixture core = new CoreFixture();
  final AnalyticsSpace space = new AnalyticsSpace(core.items, core.account, core.clock);

  static MediaInsightsPipelineConfigurationElement transcribe() {
    return element(
        "AmazonTranscribeProcessor",
        e -> e.amazonTranscribeProcessorConfiguration(c -> c.languageCode("en-US")));
  }

  static MediaInsightsPipelineConfigurationElement callAnalytics() {
    return element(
        "AmazonTranscribeCallAnalyticsProcessor",
        e -> e.amazonTranscribeCallAnalyticsProcessorConfiguration(c -> c.languageCode("en-US")));
  }

  static MediaInsightsPipelineConfigurationElement voice() {
    return element(
        "VoiceAnalyticsProcessor",
        e ->
            e.voiceAnalyticsProcessorConfiguration(
                c -> c.speakerSearchStatus("Enabled").voiceToneAnalysisStatus("Disabled")));
  }

  static MediaInsightsPipelineConfigurationElement dataStream() {
    return element(
        "KinesisDataStreamSink",
        e ->
            e.kinesisDataStreamSinkConfiguration(
                c -> c.insightsTarget("arn:aws:kinesis:us-east-1:111122223333:stream/insights")));
  }

  static MediaInsightsPipelineConfigurationElement queue(String arn) {
    return element("SqsQueueSink", e -> e.sqsQueueSinkConfiguration(c -> c.insightsTarget(arn)));
  }

  static MediaInsightsPipelineConfigurationElement topic(String arn) {
    return element("SnsTopicSink", e -> e.snsTopicSinkConfiguration(c -> c.insightsTarget(arn)));
  }

  static MediaInsightsPipelineConfigurationElement function(String arn) {
    return element(
        "LambdaFunctionSink", e -> e.lambdaFunctionSinkConfiguration(c -> c.insightsTarget(arn)));
  }

  static MediaInsightsPipelineConfigurationElement recording() {
    return element(
        "S3RecordingSink",
        e ->
            e.s3RecordingSinkConfiguration(
                c -> c.destination("arn:aws:s3:::recordings").recordingFileFormat("Wav")));
  }

  static MediaInsightsPipelineConfigurationElement enhancement() {
    return element(
        "VoiceEnhancementSink", e -> e.voiceEnhancementSinkConfiguration(c -> c.disabled(false)));
  }

  static MediaInsightsPipelineConfigurationElement element(
      String type, Consumer<MediaInsightsPipelineConfigurationElement.Builder> more) {
    MediaInsightsPipelineConfigurationElement.Builder element =
        MediaInsightsPipelineConfigurationElement.builder().type(type);
    more.accept(element);
    return element.build();
  }

  MediaInsightsPipelineConfiguration configuration(
      String name, MediaInsightsPipelineConfigurationElement... elements) {
    return configuration(name, List.of(elements), r -> {});
  }

  MediaInsightsPipelineConfiguration configuration(
      String name,
      List<MediaInsightsPipelineConfigurationElement> elements,
      Consumer<CreateMediaInsightsPipelineConfigurationRequest.Builder> more) {
    CreateMediaInsightsPipelineConfigurationRequest.Builder request =
        CreateMediaInsightsPipelineConfigurationRequest.builder()
            .mediaInsightsPipelineConfigurationName(name)
            .resourceAccessRoleArn(ROLE)
            .elements(elements);
    more.accept(request);
    return new CreateMediaInsightsPipelineConfiguration(space, core.clock)
        .handle(request.build(), core.caller)
        .mediaInsightsPipelineConfiguration();
  }

  static KinesisVideoStreamSourceRuntimeConfiguration oneStream() {
    return KinesisVideoStreamSourceRuntimeConfiguration.builder()
        .mediaEncoding("pcm")
        .mediaSampleRate(8000)
        .streams(s -> s.streamArn(STREAM).streamChannelDefinition(c -> c.numberOfChannels(1)))
        .build();
  }

  MediaInsightsPipeline pipeline(
      String configurationArn, Consumer<CreateMediaInsightsPipelineRequest.Builder> more) {
    CreateMediaInsightsPipelineRequest.Builder request =
        CreateMediaInsightsPipelineRequest.builder()
            .mediaInsightsPipelineConfigurationArn(configurationArn)
            .kinesisVideoStreamSourceRuntimeConfiguration(oneStream());
    more.accept(request);
    return new CreateMediaInsightsPipeline(space, core.clock)
        .handle(request.build(), core.caller)
        .mediaInsightsPipeline();
  }
}
