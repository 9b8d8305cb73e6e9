package org.carillon.functions.voiceapi;

import org.carillon.contract.Api;
import org.carillon.contract.ErrorType;
import org.carillon.core.analytics.AnalyticsSpace;
import org.carillon.core.analytics.CreateMediaInsightsPipeline;
import org.carillon.core.analytics.CreateMediaInsightsPipelineConfiguration;
import org.carillon.core.analytics.CreateMediaPipelineKinesisVideoStreamPool;
import org.carillon.core.analytics.DeleteMediaInsightsPipelineConfiguration;
import org.carillon.core.analytics.DeleteMediaPipeline;
import org.carillon.core.analytics.DeleteMediaPipelineKinesisVideoStreamPool;
import org.carillon.core.analytics.GetMediaInsightsPipelineConfiguration;
import org.carillon.core.analytics.GetMediaPipeline;
import org.carillon.core.analytics.GetMediaPipelineKinesisVideoStreamPool;
import org.carillon.core.analytics.GetSpeakerSearchTask;
import org.carillon.core.analytics.GetVoiceToneAnalysisTask;
import org.carillon.core.analytics.ListMediaInsightsPipelineConfigurations;
import org.carillon.core.analytics.ListMediaPipelineKinesisVideoStreamPools;
import org.carillon.core.analytics.ListMediaPipelines;
import org.carillon.core.analytics.ListTagsForResource;
import org.carillon.core.analytics.StartSpeakerSearchTask;
import org.carillon.core.analytics.StartVoiceToneAnalysisTask;
import org.carillon.core.analytics.StopSpeakerSearchTask;
import org.carillon.core.analytics.StopVoiceToneAnalysisTask;
import org.carillon.core.analytics.TagResource;
import org.carillon.core.analytics.UntagResource;
import org.carillon.core.analytics.UpdateMediaInsightsPipelineConfiguration;
import org.carillon.core.analytics.UpdateMediaInsightsPipelineStatus;
import org.carillon.core.analytics.UpdateMediaPipelineKinesisVideoStreamPool;
import org.carillon.core.voiceprofiles.DomainAccess;
import org.carillon.core.voiceprofiles.VoiceProfileSpace;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaCapturePipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaConcatenationPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaInsightsPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaLiveConnectorPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaPipelineKinesisVideoStreamPoolRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CreateMediaStreamPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaCapturePipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaPipelineKinesisVideoStreamPoolRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaCapturePipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaPipelineKinesisVideoStreamPoolRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetMediaPipelineRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.GetVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaCapturePipelinesRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaInsightsPipelineConfigurationsRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaPipelineKinesisVideoStreamPoolsRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListMediaPipelinesRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StartSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StartVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StopSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.StopVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.TagResourceRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UntagResourceRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaInsightsPipelineStatusRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.UpdateMediaPipelineKinesisVideoStreamPoolRequest;

/** Call analytics: the API of media pipelines (A). */
final class PipelineOperations {

  private static final String OUTSIDE =
      "Pipelines that capture, concatenate, broadcast or stream meetings are outside this product.";

  private PipelineOperations() {}

  static void add(OperationTable table, Domain domain) {
    AnalyticsSpace space = new AnalyticsSpace(domain.items(), domain.account(), domain.clock());
    DomainAccess access =
        new DomainAccess(
            new VoiceProfileSpace(
                domain.items(), domain.ports().keys(), domain.account(), domain.clock()));
    table.add(
        Api.MEDIA_PIPELINES,
        "A1",
        CreateMediaInsightsPipelineConfigurationRequest.class,
        new CreateMediaInsightsPipelineConfiguration(space, domain.clock()));
    table.add(
        Api.MEDIA_PIPELINES,
        "A1",
        GetMediaInsightsPipelineConfigurationRequest.class,
        new GetMediaInsightsPipelineConfiguration(space));
    table.add(
        Api.MEDIA_PIPELINES,
        "A1",
        ListMediaInsightsPipelineConfigurationsRequest.class,
        new ListMediaInsightsPipelineConfigurations(domain.listing(), space));
    table.add(
        Api.MEDIA_PIPELINES,
        "A1",
        UpdateMediaInsightsPipelineConfigurationRequest.class,
        new UpdateMediaInsightsPipelineConfiguration(space, domain.clock()));
    table.add(
        Api.MEDIA_PIPELINES,
        "A1",
        DeleteMediaInsightsPipelineConfigurationRequest.class,
        new DeleteMediaInsightsPipelineConfiguration(space));
    table.add(
        Api.MEDIA_PIPELINES,
        "A2",
        CreateMediaInsightsPipelineRequest.class,
        new CreateMediaInsightsPipeline(space, domain.clock()));
    table.add(
        Api.MEDIA_PIPELINES, "A2", GetMediaPipelineRequest.class, new GetMediaPipeline(space));
    table.add(
        Api.MEDIA_PIPELINES,
        "A2",
        ListMediaPipelinesRequest.class,
        new ListMediaPipelines(domain.listing(), space));
    table.add(
        Api.MEDIA_PIPELINES,
        "A2",
        DeleteMediaPipelineRequest.class,
        new DeleteMediaPipeline(space));
    table.add(
        Api.MEDIA_PIPELINES,
        "A2",
        UpdateMediaInsightsPipelineStatusRequest.class,
        new UpdateMediaInsightsPipelineStatus(space));
    table.add(
        Api.MEDIA_PIPELINES,
        "P4",
        StartSpeakerSearchTaskRequest.class,
        new StartSpeakerSearchTask(space, access));
    table.add(
        Api.MEDIA_PIPELINES,
        "P4",
        GetSpeakerSearchTaskRequest.class,
        new GetSpeakerSearchTask(space));
    table.add(
        Api.MEDIA_PIPELINES,
        "P4",
        StopSpeakerSearchTaskRequest.class,
        new StopSpeakerSearchTask(space));
    table.add(
        Api.MEDIA_PIPELINES,
        "P5",
        StartVoiceToneAnalysisTaskRequest.class,
        new StartVoiceToneAnalysisTask(space));
    table.add(
        Api.MEDIA_PIPELINES,
        "P5",
        GetVoiceToneAnalysisTaskRequest.class,
        new GetVoiceToneAnalysisTask(space));
    table.add(
        Api.MEDIA_PIPELINES,
        "P5",
        StopVoiceToneAnalysisTaskRequest.class,
        new StopVoiceToneAnalysisTask(space));
    table.add(
        Api.MEDIA_PIPELINES,
        "A2",
        CreateMediaPipelineKinesisVideoStreamPoolRequest.class,
        new CreateMediaPipelineKinesisVideoStreamPool(space, domain.clock()));
    table.add(
        Api.MEDIA_PIPELINES,
        "A2",
        GetMediaPipelineKinesisVideoStreamPoolRequest.class,
        new GetMediaPipelineKinesisVideoStreamPool(space));
    table.add(
        Api.MEDIA_PIPELINES,
        "A2",
        ListMediaPipelineKinesisVideoStreamPoolsRequest.class,
        new ListMediaPipelineKinesisVideoStreamPools(domain.listing(), space));
    table.add(
        Api.MEDIA_PIPELINES,
        "A2",
        UpdateMediaPipelineKinesisVideoStreamPoolRequest.class,
        new UpdateMediaPipelineKinesisVideoStreamPool(space, domain.clock()));
    table.add(
        Api.MEDIA_PIPELINES,
        "A2",
        DeleteMediaPipelineKinesisVideoStreamPoolRequest.class,
        new DeleteMediaPipelineKinesisVideoStreamPool(space));
    table.add(Api.MEDIA_PIPELINES, "V8", TagResourceRequest.class, new TagResource(space.tags()));
    table.add(
        Api.MEDIA_PIPELINES, "V8", UntagResourceRequest.class, new UntagResource(space.tags()));
    table.add(
        Api.MEDIA_PIPELINES,
        "V8",
        ListTagsForResourceRequest.class,
        new ListTagsForResource(space.tags()));
    table.outside(
        Api.MEDIA_PIPELINES, CreateMediaCapturePipelineRequest.class, ErrorType.FORBIDDEN, OUTSIDE);
    table.outside(
        Api.MEDIA_PIPELINES, GetMediaCapturePipelineRequest.class, ErrorType.NOT_FOUND, OUTSIDE);
    table.outside(
        Api.MEDIA_PIPELINES, ListMediaCapturePipelinesRequest.class, ErrorType.FORBIDDEN, OUTSIDE);
    table.outside(
        Api.MEDIA_PIPELINES, DeleteMediaCapturePipelineRequest.class, ErrorType.NOT_FOUND, OUTSIDE);
    table.outside(
        Api.MEDIA_PIPELINES,
        CreateMediaConcatenationPipelineRequest.class,
        ErrorType.FORBIDDEN,
        OUTSIDE);
    table.outside(
        Api.MEDIA_PIPELINES,
        CreateMediaLiveConnectorPipelineRequest.class,
        ErrorType.FORBIDDEN,
        OUTSIDE);
    table.outside(
        Api.MEDIA_PIPELINES, CreateMediaStreamPipelineRequest.class, ErrorType.FORBIDDEN, OUTSIDE);
  }
}
