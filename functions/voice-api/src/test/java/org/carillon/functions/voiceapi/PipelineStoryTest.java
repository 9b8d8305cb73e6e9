package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.carillon.core.analytics.AnalyticsSpace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkmediapipelines.ChimeSdkMediaPipelinesClient;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.BadRequestException;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ConflictException;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ForbiddenException;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipeline;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.NotFoundException;

/** Call analytics, told by the unmodified AWS SDK for Java (A1, A2). */
@SuppressWarnings("unchecked") // the SDK's builders take arrays of a generic type
class PipelineStoryTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/insights";
  private static final String STREAM =
      "arn:aws:kinesisvideo:us-east-1:111122223333:stream/calls/1700000000000";

  @TempDir Path data;
  private LocalApi local;
  private ChimeSdkMediaPipelinesClient client;

  @BeforeEach
  void start() throws Exception {
    local = new LocalApi(data);
    client = local.client(ChimeSdkMediaPipelinesClient.builder());
  }

  @AfterEach
  void stop() {
    client.close();
    local.close();
  }

  private MediaInsightsPipelineConfiguration configuration() {
    return client
        .createMediaInsightsPipelineConfiguration(
            r ->
                r.mediaInsightsPipelineConfigurationName("calls")
                    .resourceAccessRoleArn(ROLE)
                    .elements(
                        e ->
                            e.type("VoiceAnalyticsProcessor")
                                .voiceAnalyticsProcessorConfiguration(
                                    v ->
                                        v.speakerSearchStatus("Disabled")
                                            .voiceToneAnalysisStatus("Enabled")),
                        e ->
                            e.type("KinesisDataStreamSink")
                                .kinesisDataStreamSinkConfiguration(
                                    k ->
                                        k.insightsTarget(
                                            "arn:aws:kinesis:us-east-1:111122223333:stream/s"))))
        .mediaInsightsPipelineConfiguration();
  }

  @Test
  void aConfigurationLives() {
    MediaInsightsPipelineConfiguration made = configuration();
    String arn = made.mediaInsightsPipelineConfigurationArn();
    assertThat(
            client
                .getMediaInsightsPipelineConfiguration(r -> r.identifier(arn))
                .mediaInsightsPipelineConfiguration())
        .isEqualTo(made);
    assertThat(
            client
                .listMediaInsightsPipelineConfigurations(r -> {})
                .mediaInsightsPipelineConfigurations())
        .hasSize(1);
    assertThatThrownBy(
            () ->
                client.updateMediaInsightsPipelineConfiguration(
                    r ->
                        r.identifier("calls")
                            .resourceAccessRoleArn(ROLE)
                            .elements(e -> e.type("VoiceEnhancementSink"))))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("VoiceEnhancementSink needs an S3RecordingSink");
    assertThat(
            client
                .updateMediaInsightsPipelineConfiguration(
                    r ->
                        r.identifier("calls")
                            .resourceAccessRoleArn(ROLE)
                            .elements(
                                e ->
                                    e.type("S3RecordingSink")
                                        .s3RecordingSinkConfiguration(
                                            s -> s.destination("arn:aws:s3:::recordings"))))
                .mediaInsightsPipelineConfiguration()
                .elements())
        .hasSize(1);
    client.tagResource(r -> r.resourceARN(arn).tags(t -> t.key("team").value("a")));
    client.untagResource(r -> r.resourceARN(arn).tagKeys("team"));
    assertThat(client.listTagsForResource(r -> r.resourceARN(arn)).tags()).isEmpty();
    client.deleteMediaInsightsPipelineConfiguration(r -> r.identifier(arn));
    assertThatThrownBy(
            () -> client.getMediaInsightsPipelineConfiguration(r -> r.identifier("calls")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> client.listTagsForResource(r -> r.resourceARN(arn)))
        .isInstanceOf(NotFoundException.class);
  }

  private MediaInsightsPipeline pipeline(String configurationArn) {
    return client
        .createMediaInsightsPipeline(
            r ->
                r.mediaInsightsPipelineConfigurationArn(configurationArn)
                    .kinesisVideoStreamSourceRuntimeConfiguration(
                        s ->
                            s.mediaEncoding("pcm")
                                .mediaSampleRate(8000)
                                .streams(
                                    it ->
                                        it.streamArn(STREAM)
                                            .streamChannelDefinition(c -> c.numberOfChannels(1)))))
        .mediaInsightsPipeline();
  }

  @Test
  void aPipelineNeedsANodeThatRunsIt() {
    String configuration = configuration().mediaInsightsPipelineConfigurationArn();
    assertThatThrownBy(() -> pipeline(configuration))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("No media node of this installation");

    new AnalyticsSpace(local.ports().items(), LocalApi.ACCOUNT, local.clock)
        .pipelines()
        .runnerIsHere();
    MediaInsightsPipeline made = pipeline(configuration);
    String id = made.mediaPipelineId();
    assertThat(
            client
                .getMediaPipeline(r -> r.mediaPipelineId(id))
                .mediaPipeline()
                .mediaInsightsPipeline())
        .isEqualTo(made);
    assertThat(client.listMediaPipelines(r -> {}).mediaPipelines()).hasSize(1);
    assertThatThrownBy(
            () ->
                client.updateMediaInsightsPipelineStatus(
                    r -> r.identifier(id).updateStatus("Pause")))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(
            () -> client.startVoiceToneAnalysisTask(r -> r.identifier(id).languageCode("en-US")))
        .isInstanceOf(ConflictException.class);
    String none = UUID.randomUUID().toString();
    notFound(
        () -> client.getVoiceToneAnalysisTask(r -> r.identifier(id).voiceToneAnalysisTaskId(none)));
    notFound(
        () ->
            client.stopVoiceToneAnalysisTask(r -> r.identifier(id).voiceToneAnalysisTaskId(none)));
    notFound(() -> client.getSpeakerSearchTask(r -> r.identifier(none).speakerSearchTaskId(none)));
    notFound(() -> client.stopSpeakerSearchTask(r -> r.identifier(id).speakerSearchTaskId(none)));
    notFound(
        () ->
            client.startSpeakerSearchTask(
                r ->
                    r.identifier(id)
                        .voiceProfileDomainArn(
                            "arn:aws:chime:us-east-1:111122223333:voice-profile-domain/x")));

    client.deleteMediaPipeline(r -> r.mediaPipelineId(id));
    notFound(() -> client.getMediaPipeline(r -> r.mediaPipelineId(id)));
  }

  @Test
  void aStreamPoolLives() {
    var made =
        client
            .createMediaPipelineKinesisVideoStreamPool(
                r -> r.poolName("calls").streamConfiguration(s -> s.region("us-east-1")))
            .kinesisVideoStreamPoolConfiguration();
    assertThatThrownBy(
            () ->
                client.createMediaPipelineKinesisVideoStreamPool(
                    r -> r.poolName("calls").streamConfiguration(s -> s.region("us-east-1"))))
        .isInstanceOf(ConflictException.class);
    client.updateMediaPipelineKinesisVideoStreamPool(
        r -> r.identifier("calls").streamConfiguration(s -> s.dataRetentionInHours(3)));
    assertThat(
            client
                .getMediaPipelineKinesisVideoStreamPool(r -> r.identifier(made.poolArn()))
                .kinesisVideoStreamPoolConfiguration()
                .streamConfiguration()
                .dataRetentionInHours())
        .isEqualTo(3);
    assertThat(client.listMediaPipelineKinesisVideoStreamPools(r -> {}).kinesisVideoStreamPools())
        .hasSize(1);
    client.deleteMediaPipelineKinesisVideoStreamPool(r -> r.identifier("calls"));
    notFound(() -> client.getMediaPipelineKinesisVideoStreamPool(r -> r.identifier("calls")));
  }

  @Test
  void pipelinesOfMeetingsAreOutsideTheProduct() {
    String none = UUID.randomUUID().toString();
    assertThatThrownBy(
            () ->
                client.createMediaCapturePipeline(
                    r ->
                        r.sourceType("ChimeSdkMeeting")
                            .sourceArn("arn:aws:chime:us-east-1:111122223333:meeting/" + none)
                            .sinkType("S3Bucket")
                            .sinkArn("arn:aws:s3:::recordings")))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("outside this product");
    assertThatThrownBy(() -> client.listMediaCapturePipelines(r -> {}))
        .isInstanceOf(ForbiddenException.class);
    notFound(() -> client.getMediaCapturePipeline(r -> r.mediaPipelineId(none)));
    notFound(() -> client.deleteMediaCapturePipeline(r -> r.mediaPipelineId(none)));
  }

  private static void notFound(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NotFoundException.class);
  }
}
