package org.carillon.core.analytics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Ids;
import org.carillon.core.RequestTokens;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.voiceprofiles.TaskKind;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamSourceTaskConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipeline;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineConfigurationElement;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipelineStatus;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.VoiceAnalyticsConfigurationStatus;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.VoiceAnalyticsProcessorConfiguration;

/** Starts a voice analytics task on a pipeline, once for a request token (P4, P5). */
final class TaskStart {

  private TaskStart() {}

  /**
   * What is asked for.
   *
   * @param token may be null
   * @param source may be null
   */
  record Asked(
      String operation,
      SdkPojo request,
      String token,
      TaskKind kind,
      String identifier,
      KinesisVideoStreamSourceTaskConfiguration source,
      Optional<String> domainArn) {}

  /**
   * Starts it, or gives the one that the same request started before.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} for no such pipeline, {@link
   *     ErrorType#CONFLICT} when it is not in progress, {@link ErrorType#BAD_REQUEST} when it has
   *     no such processor or stream
   */
  static PipelineTasks.Told start(AnalyticsSpace space, Asked asked) {
    return Retries.onConflict(
        () -> {
          Item read = space.pipelines().require("Identifier", asked.identifier());
          String pipelineId = read.key().sort();
          Optional<RequestTokens.Known> known =
              Optional.ofNullable(asked.token())
                  .map(
                      it ->
                          space
                              .tokens()
                              .find(asked.operation(), it, asked.request(), ErrorType.CONFLICT));
          Optional<String> made = known.flatMap(RequestTokens.Known::resource);
          if (made.isPresent()) {
            return space.tasks().require(asked.kind(), pipelineId, made.get());
          }
          check(space, asked, InsightsPipelines.pipeline(read));
          String id = Ids.guid();
          List<ItemWrite> writes = new ArrayList<>();
          writes.add(space.tasks().create(pipelineId, id, asked.kind(), asked.domainArn()));
          // rewritten, so that a deletion that looked before cannot go through after
          writes.add(ItemWrite.replace(read, read.body()));
          known.ifPresent(it -> writes.add(space.tokens().remember(it, id)));
          space.items().write(writes);
          return space.tasks().require(asked.kind(), pipelineId, id);
        });
  }

  private static void check(AnalyticsSpace space, Asked asked, MediaInsightsPipeline pipeline) {
    boolean enabled =
        space
            .configurations()
            .find(pipeline.mediaInsightsPipelineConfigurationArn())
            .filter(
                configuration ->
                    configuration.elements().stream()
                        .anyMatch(element -> enables(element, asked.kind())))
            .isPresent();
    if (!enabled) {
      throw ResourceArns.bad(
          "Identifier",
          "the pipeline's configuration has no VoiceAnalyticsProcessor that enables this task.");
    }
    KinesisVideoStreamSourceTaskConfiguration source = asked.source();
    boolean known =
        source == null
            || (pipeline.kinesisVideoStreamSourceRuntimeConfiguration() != null
                && pipeline.kinesisVideoStreamSourceRuntimeConfiguration().streams().stream()
                    .anyMatch(stream -> stream.streamArn().equals(source.streamArn())));
    if (!known) {
      throw ResourceArns.bad(
          "KinesisVideoStreamSourceTaskConfiguration.StreamArn",
          "the pipeline does not take audio from this stream.");
    }
    if (pipeline.status() != MediaPipelineStatus.IN_PROGRESS) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "Identifier: the pipeline is "
              + pipeline.statusAsString()
              + "; a task needs one that is InProgress.");
    }
  }

  private static boolean enables(MediaInsightsPipelineConfigurationElement element, TaskKind kind) {
    VoiceAnalyticsProcessorConfiguration voice = element.voiceAnalyticsProcessorConfiguration();
    return voice != null
        && VoiceAnalyticsConfigurationStatus.ENABLED
            == (kind == TaskKind.SPEAKER_SEARCH
                ? voice.speakerSearchStatus()
                : voice.voiceToneAnalysisStatus());
  }
}
