package org.carillon.core.analytics;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Ids;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.voiceprofiles.TaskKind;

/**
 * Voice analytics tasks on media insights pipelines (P4, P5), as stored. Safe for use by many
 * threads.
 */
public final class PipelineTasks {

  private static final Set<String> GOING_ON = Set.of("NotStarted", "Initializing", "InProgress");
  private static final String KIND = "Kind";
  private static final String STATUS = "Status";
  private static final String DOMAIN = "VoiceProfileDomainArn";
  private static final String CREATED = "Created";
  private static final String UPDATED = "Updated";

  private final Items items;
  private final InstantSource clock;
  private final InsightsPipelines pipelines;

  PipelineTasks(Items items, InstantSource clock, InsightsPipelines pipelines) {
    this.items = items;
    this.clock = clock;
    this.pipelines = pipelines;
  }

  /**
   * A task as the API tells it.
   *
   * @param status NotStarted, Initializing, InProgress, Failed, Stopping or Stopped
   */
  record Told(String id, String status, Instant created, Instant updated) {}

  /** The write that makes a task. */
  ItemWrite create(String pipelineId, String taskId, TaskKind kind, Optional<String> domainArn) {
    String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    Map<String, Object> body = new HashMap<>();
    body.put(KIND, kind.name());
    body.put(STATUS, "NotStarted");
    domainArn.ifPresent(arn -> body.put(DOMAIN, arn));
    body.put(CREATED, now);
    body.put(UPDATED, now);
    return ItemWrite.create(key(pipelineId, taskId), body);
  }

  /**
   * The task a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when there is no such pipeline, or it has no
   *     such task
   */
  Told require(TaskKind kind, String identifier, String taskId) {
    return told(item(kind, identifier, taskId));
  }

  private Item item(TaskKind kind, String identifier, String taskId) {
    String pipelineId = pipelines.require("Identifier", identifier).key().sort();
    return (Ids.isGuid(taskId) ? items.get(key(pipelineId, taskId)) : Optional.<Item>empty())
        .filter(task -> kind.name().equals(task.body().get(KIND)))
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND,
                    (kind == TaskKind.SPEAKER_SEARCH
                            ? "SpeakerSearchTaskId"
                            : "VoiceToneAnalysisTaskId")
                        + ": the pipeline has no such task."));
  }

  /**
   * Stops a task that goes on.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} as for {@link #require}, {@link
   *     ErrorType#CONFLICT} when it has ended
   */
  void stop(TaskKind kind, String identifier, String taskId) {
    Retries.onConflict(
        () -> {
          Item read = item(kind, identifier, taskId);
          if (!GOING_ON.contains((String) read.body().get(STATUS))) {
            throw new ApiException(
                ErrorType.CONFLICT, "The task has ended: " + read.body().get(STATUS) + ".");
          }
          items.write(changed(read, "Stopped"));
          return read;
        });
  }

  /**
   * The media plane reports how a task goes.
   *
   * @param status Initializing, InProgress, Failed or Stopped
   * @return false when it was stopped meanwhile, or there is none
   */
  public boolean report(String pipelineId, String taskId, String status) {
    return Retries.onConflict(
        () -> {
          Optional<Item> read =
              items
                  .get(key(pipelineId, taskId))
                  .filter(task -> GOING_ON.contains((String) task.body().get(STATUS)));
          read.ifPresent(task -> items.write(changed(task, status)));
          return read.isPresent();
        });
  }

  /** Removes all tasks of a pipeline. */
  void deleteAll(String pipelineId) {
    String partition = pipelines.partition() + "/" + pipelineId + "/tasks";
    ItemQuery query = ItemQuery.partition(partition, "", Items.MAX_TRANSACTION_WRITES);
    List<Item> tasks = items.query(query).items();
    while (!tasks.isEmpty()) {
      items.write(
          tasks.stream()
              .<ItemWrite>map(
                  task -> new ItemWrite.Delete(task.key(), new ItemWrite.Condition.Always()))
              .toList());
      tasks = items.query(query).items();
    }
  }

  private ItemWrite changed(Item task, String status) {
    Map<String, Object> body = new HashMap<>(task.body());
    body.put(STATUS, status);
    body.put(UPDATED, clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    return ItemWrite.replace(task, body);
  }

  private static Told told(Item task) {
    return new Told(
        task.key().sort(),
        (String) task.body().get(STATUS),
        Instant.parse((String) task.body().get(CREATED)),
        Instant.parse((String) task.body().get(UPDATED)));
  }

  private ItemKey key(String pipelineId, String taskId) {
    return new ItemKey(pipelines.partition() + "/" + pipelineId + "/tasks", taskId);
  }
}
