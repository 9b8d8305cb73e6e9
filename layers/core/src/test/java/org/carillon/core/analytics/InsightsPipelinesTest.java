package org.carillon.core.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.carillon.contract.ErrorType;
import org.carillon.core.Ids;
import org.carillon.core.MemoryKeys;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.KeyStore;
import org.carillon.core.voiceprofiles.CreateVoiceProfileDomain;
import org.carillon.core.voiceprofiles.DomainAccess;
import org.carillon.core.voiceprofiles.TaskKind;
import org.carillon.core.voiceprofiles.VoiceProfileSpace;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamSourceRuntimeConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaPipelinesRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipeline;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipelineElementStatus;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipelineStatus;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.S3RecordingSinkRuntimeConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.SpeakerSearchTask;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StartSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StartVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StopSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaInsightsPipelineStatusRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceProfileDomainRequest;

/** Pipelines and the tasks on them (A2, P4, P5); the test plays the media plane. */
@SuppressWarnings("unchecked") // the SDK's builders take arrays of a generic type
class InsightsPipelinesTest {

  private final Insights insights = new Insights();
  private final String configuration =
      insights
          .configuration("calls", Insights.voice(), Insights.dataStream(), Insights.recording())
          .mediaInsightsPipelineConfigurationArn();

  private MediaInsightsPipeline get(String id) {
    return new GetMediaPipeline(insights.space)
        .handle(GetMediaPipelineRequest.builder().mediaPipelineId(id).build(), insights.core.caller)
        .mediaPipeline()
        .mediaInsightsPipeline();
  }

  private void update(String identifier, String status) {
    new UpdateMediaInsightsPipelineStatus(insights.space)
        .handle(
            UpdateMediaInsightsPipelineStatusRequest.builder()
                .identifier(identifier)
                .updateStatus(status)
                .build(),
            insights.core.caller);
  }

  private void delete(String id) {
    new DeleteMediaPipeline(insights.space)
        .handle(
            DeleteMediaPipelineRequest.builder().mediaPipelineId(id).build(), insights.core.caller);
  }

  private MediaInsightsPipeline running() {
    insights.space.pipelines().runnerIsHere();
    MediaInsightsPipeline pipeline = insights.pipeline(configuration, r -> {});
    insights
        .space
        .pipelines()
        .report(
            pipeline.mediaPipelineId(),
            MediaPipelineStatus.IN_PROGRESS,
            Map.of(
                "VoiceAnalyticsProcessor", MediaPipelineElementStatus.IN_PROGRESS,
                "S3RecordingSink", MediaPipelineElementStatus.IN_PROGRESS));
    return get(pipeline.mediaPipelineId());
  }

  @Test
  void whatNobodyWouldRunIsNotStarted() {
    refused(
        ErrorType.BAD_REQUEST,
        "nothing was started",
        () -> insights.pipeline(configuration, r -> {}));

    insights.space.pipelines().runnerIsHere();
    insights.pipeline(configuration, r -> {});
    insights.core.pass(Duration.ofMinutes(1)); // the node has not said anything since
    refused(
        ErrorType.BAD_REQUEST,
        "nothing was started",
        () -> insights.pipeline(configuration, r -> {}));
  }

  @Test
  void aPipelineIsPausedAndResumedWhileRecordingGoesOn() {
    MediaInsightsPipeline pipeline = running();
    String arn = pipeline.mediaPipelineArn();
    assertThat(arn)
        .isEqualTo(
            "arn:aws:chime:us-east-1:111122223333:media-pipeline/" + pipeline.mediaPipelineId());
    refused(ErrorType.CONFLICT, "Resume needs one that is Paused", () -> update(arn, "Resume"));

    update(arn, "Pause");
    MediaInsightsPipeline paused = get(pipeline.mediaPipelineId());
    assertThat(paused.status()).isEqualTo(MediaPipelineStatus.PAUSED);
    assertThat(statuses(paused))
        .containsEntry("VoiceAnalyticsProcessor", MediaPipelineElementStatus.PAUSED)
        .containsEntry("S3RecordingSink", MediaPipelineElementStatus.IN_PROGRESS)
        .containsEntry("KinesisDataStreamSink", MediaPipelineElementStatus.NOT_STARTED);
    refused(ErrorType.CONFLICT, "the pipeline is Paused", () -> update(arn, "Pause"));

    update(pipeline.mediaPipelineId(), "Resume");
    assertThat(statuses(get(pipeline.mediaPipelineId())))
        .containsEntry("VoiceAnalyticsProcessor", MediaPipelineElementStatus.IN_PROGRESS);
    refused(ErrorType.NOT_FOUND, "Identifier", () -> update(Ids.guid(), "Pause"));
  }

  private static Map<String, MediaPipelineElementStatus> statuses(MediaInsightsPipeline pipeline) {
    return pipeline.elementStatuses().stream()
        .collect(Collectors.toMap(element -> element.typeAsString(), element -> element.status()));
  }

  @Test
  void aDeletedPipelineIsGoneWithItsTasks() {
    MediaInsightsPipeline pipeline = running();
    String id = pipeline.mediaPipelineId();
    insights.core.items.write(
        insights.space.tasks().create(id, Ids.guid(), TaskKind.VOICE_TONE, Optional.empty()));
    assertThat(
            new ListMediaPipelines(insights.core.listing, insights.space)
                .handle(ListMediaPipelinesRequest.builder().build(), insights.core.caller)
                .mediaPipelines())
        .singleElement()
        .satisfies(it -> assertThat(it.mediaPipelineArn()).isEqualTo(pipeline.mediaPipelineArn()));

    delete(id);

    refused(ErrorType.NOT_FOUND, "MediaPipelineId", () -> get(id));
    refused(ErrorType.NOT_FOUND, "MediaPipelineId", () -> delete(id));
    assertThat(insights.space.pipelines().report(id, MediaPipelineStatus.STOPPED, Map.of()))
        .isFalse();
    String tasks = "account/111122223333/media-pipelines/" + id + "/tasks";
    assertThat(insights.core.items.query(ItemQuery.partition(tasks, "", 10)).items()).isEmpty();
  }

  private void tone(String pipelineId) {
    new StartVoiceToneAnalysisTask(insights.space)
        .handle(
            StartVoiceToneAnalysisTaskRequest.builder()
                .identifier(pipelineId)
                .languageCode("en-US")
                .build(),
            insights.core.caller);
  }

  @Test
  void aTokenMakesOnePipeline() {
    insights.space.pipelines().runnerIsHere();
    MediaInsightsPipeline first =
        insights.pipeline(configuration, r -> r.clientRequestToken("once"));

    assertThat(insights.pipeline(configuration, r -> r.clientRequestToken("once")))
        .isEqualTo(first);
    refused(
        ErrorType.BAD_REQUEST,
        "ClientRequestToken",
        () ->
            insights.pipeline(
                configuration,
                r -> r.clientRequestToken("once").mediaInsightsRuntimeMetadata(Map.of("a", "b"))));
  }

  @Test
  void sourcesFitTheConfiguration() {
    insights.space.pipelines().runnerIsHere();
    refused(
        ErrorType.NOT_FOUND,
        "MediaInsightsPipelineConfigurationArn",
        () -> insights.pipeline(configuration + "x", r -> {}));
    badSource(
        "exactly one",
        r ->
            r.kinesisVideoStreamSourceRuntimeConfiguration(
                (KinesisVideoStreamSourceRuntimeConfiguration) null));
    badSource(
        "Streams[0].StreamArn: a resource of this account",
        r ->
            r.kinesisVideoStreamSourceRuntimeConfiguration(
                s ->
                    s.streams(
                            it ->
                                it.streamArn(
                                        Insights.STREAM.replace("111122223333", "999999999999"))
                                    .streamChannelDefinition(c -> c.numberOfChannels(1)))
                        .mediaEncoding("pcm")
                        .mediaSampleRate(8000)));
    badSource(
        "ChannelDefinitions: at most one for each",
        r ->
            r.kinesisVideoStreamSourceRuntimeConfiguration(
                s ->
                    s.streams(
                            it ->
                                it.streamArn(Insights.STREAM)
                                    .streamChannelDefinition(
                                        c ->
                                            c.numberOfChannels(1)
                                                .channelDefinitions(
                                                    d -> d.channelId(0), d -> d.channelId(1))))
                        .mediaEncoding("pcm")
                        .mediaSampleRate(8000)));
    badSource(
        "MediaInsightsRuntimeMetadata: at most",
        r -> r.mediaInsightsRuntimeMetadata(Map.of("a", "b".repeat(50_001))));
    badSource(
        "S3RecordingSinkRuntimeConfiguration: only with",
        r ->
            r.s3RecordingSinkRuntimeConfiguration(
                s -> s.destination("arn:aws:s3:::recordings").recordingFileFormat("Wav")));
  }

  @Test
  void callAnalyticsNeedsBothSpeakers() {
    insights.space.pipelines().runnerIsHere();
    String arn =
        insights
            .configuration("tca", Insights.callAnalytics(), Insights.dataStream())
            .mediaInsightsPipelineConfigurationArn();

    refused(
        ErrorType.BAD_REQUEST,
        "one with ParticipantRole AGENT and one with CUSTOMER",
        () -> insights.pipeline(arn, r -> {}));
    insights.pipeline(
        arn,
        r ->
            r.kinesisVideoStreamSourceRuntimeConfiguration(
                s ->
                    s.streams(
                            it ->
                                it.streamArn(Insights.STREAM)
                                    .streamChannelDefinition(
                                        c ->
                                            c.numberOfChannels(2)
                                                .channelDefinitions(
                                                    d -> d.channelId(0).participantRole("AGENT"),
                                                    d ->
                                                        d.channelId(1)
                                                            .participantRole("CUSTOMER"))))
                        .mediaEncoding("pcm")
                        .mediaSampleRate(8000)));
  }

  @Test
  void aRecordingIsMadeOfWhatTheStreamsKept() {
    insights.space.pipelines().runnerIsHere();
    Instant start = Instant.parse("2025-12-31T10:00:00Z");
    MediaInsightsPipeline made =
        insights.pipeline(configuration, r -> recorded(r, start, start.plusSeconds(60)));
    assertThat(made.s3RecordingSinkRuntimeConfiguration().destination())
        .isEqualTo("arn:aws:s3:::recordings");

    badSource("StartTimestamp is before EndTimestamp", r -> recorded(r, start, start));
    badSource(
        "S3RecordingSinkRuntimeConfiguration: is required",
        r ->
            recorded(r, start, start.plusSeconds(60))
                .s3RecordingSinkRuntimeConfiguration((S3RecordingSinkRuntimeConfiguration) null));
  }

  private static CreateMediaInsightsPipelineRequest.Builder recorded(
      CreateMediaInsightsPipelineRequest.Builder request, Instant start, Instant end) {
    return request
        .kinesisVideoStreamSourceRuntimeConfiguration(
            (KinesisVideoStreamSourceRuntimeConfiguration) null)
        .kinesisVideoStreamRecordingSourceRuntimeConfiguration(
            s ->
                s.streams(it -> it.streamArn(Insights.STREAM))
                    .fragmentSelector(
                        f ->
                            f.fragmentSelectorType("ServerTimestamp")
                                .timestampRange(t -> t.startTimestamp(start).endTimestamp(end))))
        .s3RecordingSinkRuntimeConfiguration(
            s -> s.destination("arn:aws:s3:::recordings").recordingFileFormat("Opus"));
  }

  private void badSource(
      String words, Consumer<CreateMediaInsightsPipelineRequest.Builder> change) {
    refused(ErrorType.BAD_REQUEST, words, () -> insights.pipeline(configuration, change));
  }

  @Test
  void aSpeakerSearchNeedsARunningPipelineAndAUsableDomain() {
    MemoryKeys keys = new MemoryKeys();
    String key = keys.newKey(KeyStore.SYMMETRIC);
    VoiceProfileSpace voices =
        new VoiceProfileSpace(
            insights.core.items, keys, insights.core.account, insights.core.clock);
    String domain =
        new CreateVoiceProfileDomain(voices, insights.core.clock)
            .handle(
                CreateVoiceProfileDomainRequest.builder()
                    .name("callers")
                    .serverSideEncryptionConfiguration(s -> s.kmsKeyArn(key))
                    .build(),
                insights.core.caller)
            .voiceProfileDomain()
            .voiceProfileDomainArn();
    StartSpeakerSearchTask start =
        new StartSpeakerSearchTask(insights.space, new DomainAccess(voices));
    String id = running().mediaPipelineId();

    SpeakerSearchTask task = search(start, id, domain, "once");
    assertThat(task.speakerSearchTaskStatusAsString()).isEqualTo("NotStarted");
    assertThat(search(start, id, domain, "once")).isEqualTo(task);
    assertThat(get(id, task)).isEqualTo(task);
    assertThat(insights.space.tasks().report(id, task.speakerSearchTaskId(), "InProgress"))
        .isTrue();
    assertThat(get(id, task).speakerSearchTaskStatusAsString()).isEqualTo("InProgress");

    StopSpeakerSearchTaskRequest stop =
        StopSpeakerSearchTaskRequest.builder()
            .identifier(id)
            .speakerSearchTaskId(task.speakerSearchTaskId())
            .build();
    new StopSpeakerSearchTask(insights.space).handle(stop, insights.core.caller);
    refused(
        ErrorType.CONFLICT,
        "Stopped",
        () -> new StopSpeakerSearchTask(insights.space).handle(stop, insights.core.caller));

    refused(
        ErrorType.NOT_FOUND,
        "VoiceProfileDomainArn",
        () -> search(start, id, domain.replace("us-east-1", "us-east-2"), null));
    refused(ErrorType.NOT_FOUND, "Identifier", () -> search(start, Ids.guid(), domain, null));
    update(id, "Pause");
    refused(ErrorType.CONFLICT, "the pipeline is Paused", () -> search(start, id, domain, null));
    keys.revoke(key, keys.grants(key).getFirst().id());
    refused(ErrorType.ACCESS_DENIED, "revoked", () -> search(start, id, domain, null));
  }

  private SpeakerSearchTask search(
      StartSpeakerSearchTask start, String id, String domain, String token) {
    return start
        .handle(
            StartSpeakerSearchTaskRequest.builder()
                .identifier(id)
                .voiceProfileDomainArn(domain)
                .clientRequestToken(token)
                .build(),
            insights.core.caller)
        .speakerSearchTask();
  }

  private SpeakerSearchTask get(String id, SpeakerSearchTask task) {
    return new GetSpeakerSearchTask(insights.space)
        .handle(
            GetSpeakerSearchTaskRequest.builder()
                .identifier(id)
                .speakerSearchTaskId(task.speakerSearchTaskId())
                .build(),
            insights.core.caller)
        .speakerSearchTask();
  }

  @Test
  void aToneTaskNeedsAConfigurationThatEnablesIt() {
    String id = running().mediaPipelineId();
    refused(ErrorType.BAD_REQUEST, "no VoiceAnalyticsProcessor that enables", () -> tone(id));
  }
}
