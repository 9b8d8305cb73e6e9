package org.carillon.core.analytics;

import static org.carillon.core.analytics.ResourceArns.bad;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.carillon.core.Account;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ChannelDefinition;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamRecordingSourceRuntimeConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamSourceRuntimeConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationElement;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationElementType;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ParticipantRole;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StreamChannelDefinition;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StreamConfiguration;

/**
 * Where a pipeline that is made by API takes its audio from, and how that fits its elements (A2).
 */
final class PipelineSources {

  private static final String SOURCE = "KinesisVideoStreamSourceRuntimeConfiguration";
  private static final String RECORDING = "KinesisVideoStreamRecordingSourceRuntimeConfiguration";

  private final ResourceArns arns;

  PipelineSources(Account account) {
    this.arns = new ResourceArns(account);
  }

  /**
   * Checks the source of a new pipeline against the elements of its configuration.
   *
   * @throws org.carillon.contract.ApiException BAD_REQUEST that names the member and the rule
   */
  void check(
      CreateMediaInsightsPipelineRequest request,
      List<MediaInsightsPipelineConfigurationElement> elements) {
    KinesisVideoStreamSourceRuntimeConfiguration live =
        request.kinesisVideoStreamSourceRuntimeConfiguration();
    KinesisVideoStreamRecordingSourceRuntimeConfiguration recorded =
        request.kinesisVideoStreamRecordingSourceRuntimeConfiguration();
    if ((live == null) == (recorded == null)) {
      throw bad(SOURCE, "exactly one of this and " + RECORDING + " is required.");
    }
    if (live == null) {
      checkRecording(request, recorded, elements);
    } else {
      checkLive(live, elements);
      if (request.s3RecordingSinkRuntimeConfiguration() != null) {
        throw bad("S3RecordingSinkRuntimeConfiguration", "only with " + RECORDING + ".");
      }
    }
  }

  private void checkRecording(
      CreateMediaInsightsPipelineRequest request,
      KinesisVideoStreamRecordingSourceRuntimeConfiguration source,
      List<MediaInsightsPipelineConfigurationElement> elements) {
    if (!Elements.have(elements, MediaInsightsPipelineConfigurationElementType.S3_RECORDING_SINK)) {
      throw bad(RECORDING, "the configuration has no S3RecordingSink.");
    }
    if (request.s3RecordingSinkRuntimeConfiguration() == null) {
      throw bad("S3RecordingSinkRuntimeConfiguration", "is required with " + RECORDING + ".");
    }
    arns.bucket(
        "S3RecordingSinkRuntimeConfiguration.Destination",
        request.s3RecordingSinkRuntimeConfiguration().destination());
    Set<String> streams = new HashSet<>();
    for (int i = 0; i < source.streams().size(); i++) {
      stream(RECORDING + ".Streams[" + i + "]", source.streams().get(i).streamArn(), streams);
    }
    var range = source.fragmentSelector().timestampRange();
    if (!range.startTimestamp().isBefore(range.endTimestamp())) {
      throw bad(
          RECORDING + ".FragmentSelector.TimestampRange", "StartTimestamp is before EndTimestamp.");
    }
  }

  private void checkLive(
      KinesisVideoStreamSourceRuntimeConfiguration source,
      List<MediaInsightsPipelineConfigurationElement> elements) {
    boolean roles =
        Elements.have(
            elements,
            MediaInsightsPipelineConfigurationElementType
                .AMAZON_TRANSCRIBE_CALL_ANALYTICS_PROCESSOR);
    Set<String> streams = new HashSet<>();
    Set<ParticipantRole> seen = new HashSet<>();
    for (int i = 0; i < source.streams().size(); i++) {
      String at = SOURCE + ".Streams[" + i + "]";
      StreamConfiguration stream = source.streams().get(i);
      stream(at, stream.streamArn(), streams);
      StreamChannelDefinition channels = stream.streamChannelDefinition();
      if (source.streams().size() == 2 && channels.numberOfChannels() != 1) {
        throw bad(
            at + ".StreamChannelDefinition.NumberOfChannels",
            "1 for each when there are two streams.");
      }
      checkChannels(at + ".StreamChannelDefinition", channels, seen);
    }
    if (roles && seen.size() != 2) {
      throw bad(
          SOURCE,
          "AmazonTranscribeCallAnalyticsProcessor needs two channels, one with ParticipantRole AGENT"
              + " and one with CUSTOMER.");
    }
  }

  private void stream(String at, String arn, Set<String> streams) {
    arns.videoStream(at + ".StreamArn", arn);
    if (!streams.add(arn)) {
      throw bad(at + ".StreamArn", "the same stream stands there twice.");
    }
  }

  private static void checkChannels(
      String at, StreamChannelDefinition channels, Set<ParticipantRole> roles) {
    if (channels.channelDefinitions().size() > channels.numberOfChannels()) {
      throw bad(at + ".ChannelDefinitions", "at most one for each of NumberOfChannels.");
    }
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < channels.channelDefinitions().size(); i++) {
      ChannelDefinition channel = channels.channelDefinitions().get(i);
      String member = at + ".ChannelDefinitions[" + i + "].";
      if (!ids.add(channel.channelId())) {
        throw bad(member + "ChannelId", "another channel has the same.");
      }
      if (channel.participantRole() != null && !roles.add(channel.participantRole())) {
        throw bad(member + "ParticipantRole", "another channel has the same.");
      }
    }
  }
}
