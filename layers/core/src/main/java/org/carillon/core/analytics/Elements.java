package org.carillon.core.analytics;

import static org.carillon.core.analytics.ResourceArns.bad;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.Account;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationElement;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationElementType;

/**
 * The rules for the elements of a configuration (A1): which may stand together, and what each says
 * of itself.
 */
final class Elements {

  private final ResourceArns arns;
  private final TranscriptionRules transcription;

  Elements(Account account) {
    this.arns = new ResourceArns(account);
    this.transcription = new TranscriptionRules(arns);
  }

  /** Whether one of these is of a type. */
  static boolean have(
      List<MediaInsightsPipelineConfigurationElement> elements,
      MediaInsightsPipelineConfigurationElementType type) {
    return elements.stream().anyMatch(element -> element.type() == type);
  }

  /**
   * Checks the elements, one by one and all together.
   *
   * @throws org.carillon.contract.ApiException BAD_REQUEST that names the member and the rule
   */
  void check(List<MediaInsightsPipelineConfigurationElement> elements) {
    if (elements.isEmpty()) {
      throw bad("Elements", "at least one.");
    }
    Map<MediaInsightsPipelineConfigurationElementType, Integer> places =
        new EnumMap<>(MediaInsightsPipelineConfigurationElementType.class);
    for (int i = 0; i < elements.size(); i++) {
      MediaInsightsPipelineConfigurationElement element = elements.get(i);
      String at = "Elements[" + i + "]";
      if (places.put(element.type(), i) != null) {
        throw bad(
            at + ".Type", element.typeAsString() + " stands there already; once is the most.");
      }
      checkOwnConfiguration(element, at);
      checkElement(element, at + "." + element.typeAsString() + "Configuration");
    }
    checkTogether(places);
  }

  /** An element has the configuration of its own type, and none of another. */
  private static void checkOwnConfiguration(
      MediaInsightsPipelineConfigurationElement element, String at) {
    String own = element.typeAsString() + "Configuration";
    for (SdkField<?> field : element.sdkFields()) {
      String name = field.memberName();
      if (name.endsWith("Configuration")
          && !name.equals(own)
          && field.getValueOrDefault(element) != null) {
        throw bad(at + "." + name, "belongs to another Type than " + element.typeAsString() + ".");
      }
    }
  }

  private void checkElement(MediaInsightsPipelineConfigurationElement element, String at) {
    switch (element.type()) {
      case AMAZON_TRANSCRIBE_CALL_ANALYTICS_PROCESSOR ->
          transcription.check(
              at, required(at, element.amazonTranscribeCallAnalyticsProcessorConfiguration()));
      case AMAZON_TRANSCRIBE_PROCESSOR ->
          transcription.check(at, required(at, element.amazonTranscribeProcessorConfiguration()));
      case KINESIS_DATA_STREAM_SINK ->
          arns.dataStream(
              at + ".InsightsTarget",
              required(at, element.kinesisDataStreamSinkConfiguration()).insightsTarget());
      case LAMBDA_FUNCTION_SINK ->
          arns.function(
              at + ".InsightsTarget",
              required(at, element.lambdaFunctionSinkConfiguration()).insightsTarget());
      case SQS_QUEUE_SINK ->
          arns.queue(
              at + ".InsightsTarget",
              required(at, element.sqsQueueSinkConfiguration()).insightsTarget());
      case SNS_TOPIC_SINK ->
          arns.topic(
              at + ".InsightsTarget",
              required(at, element.snsTopicSinkConfiguration()).insightsTarget());
      case S3_RECORDING_SINK ->
          arns.bucket(
              at + ".Destination",
              required(at, element.s3RecordingSinkConfiguration()).destination());
      case VOICE_ANALYTICS_PROCESSOR, VOICE_ENHANCEMENT_SINK -> {
        // may stand without a configuration; the model has the rest of their rules
      }
      case UNKNOWN_TO_SDK_VERSION -> throw bad(at, "an unknown type.");
    }
  }

  private static <T> T required(String at, T configuration) {
    if (configuration == null) {
      throw bad(at, "is required for this Type.");
    }
    return configuration;
  }

  private static void checkTogether(
      Map<MediaInsightsPipelineConfigurationElementType, Integer> places) {
    boolean callAnalytics =
        places.containsKey(
            MediaInsightsPipelineConfigurationElementType
                .AMAZON_TRANSCRIBE_CALL_ANALYTICS_PROCESSOR);
    boolean transcribe =
        places.containsKey(
            MediaInsightsPipelineConfigurationElementType.AMAZON_TRANSCRIBE_PROCESSOR);
    boolean voice =
        places.containsKey(MediaInsightsPipelineConfigurationElementType.VOICE_ANALYTICS_PROCESSOR);
    boolean dataStream =
        places.containsKey(MediaInsightsPipelineConfigurationElementType.KINESIS_DATA_STREAM_SINK);
    boolean recording =
        places.containsKey(MediaInsightsPipelineConfigurationElementType.S3_RECORDING_SINK);
    if (callAnalytics && transcribe) {
      throw bad(
          "Elements",
          "AmazonTranscribeProcessor or AmazonTranscribeCallAnalyticsProcessor, not both.");
    }
    if ((callAnalytics || transcribe) && !dataStream) {
      throw bad("Elements", "a transcription needs a KinesisDataStreamSink for what it finds.");
    }
    boolean voiceSink = false;
    for (MediaInsightsPipelineConfigurationElementType sink :
        List.of(
            MediaInsightsPipelineConfigurationElementType.LAMBDA_FUNCTION_SINK,
            MediaInsightsPipelineConfigurationElementType.SQS_QUEUE_SINK,
            MediaInsightsPipelineConfigurationElementType.SNS_TOPIC_SINK)) {
      if (places.containsKey(sink) && !voice) {
        throw bad(
            "Elements[" + places.get(sink) + "].Type",
            sink + " takes what a VoiceAnalyticsProcessor finds, and there is none.");
      }
      voiceSink |= places.containsKey(sink);
    }
    if (voice && !dataStream && !voiceSink) {
      throw bad(
          "Elements",
          "a VoiceAnalyticsProcessor needs a KinesisDataStreamSink, LambdaFunctionSink, SqsQueueSink"
              + " or SnsTopicSink for what it finds.");
    }
    if (dataStream && !callAnalytics && !transcribe && !voice && !recording) {
      throw bad("Elements", "a KinesisDataStreamSink needs a processor or an S3RecordingSink.");
    }
    if (places.containsKey(MediaInsightsPipelineConfigurationElementType.VOICE_ENHANCEMENT_SINK)
        && !recording) {
      throw bad("Elements", "a VoiceEnhancementSink needs an S3RecordingSink to enhance.");
    }
  }
}
