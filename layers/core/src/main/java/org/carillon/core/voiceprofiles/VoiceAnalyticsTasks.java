package org.carillon.core.voiceprofiles;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.DueItems;
import org.carillon.core.Ids;
import org.carillon.core.Retries;
import org.carillon.core.SortableTime;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.CallDetails;
import software.amazon.awssdk.services.chimesdkvoice.model.SpeakerSearchDetails;
import software.amazon.awssdk.services.chimesdkvoice.model.SpeakerSearchTask;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceToneAnalysisTask;

/**
 * Voice analytics tasks on calls of Voice Connectors (P4, P5), as stored. The media plane works on
 * them and reports here. Safe for use by many threads.
 */
public final class VoiceAnalyticsTasks {

  /** How long a task can be read. */
  public static final Duration KEPT = Duration.ofDays(7);

  /** How long a task's voiceprint can be made a profile. */
  public static final Duration VOICEPRINT_KEPT = Duration.ofHours(24);

  private static final Set<String> GOING_ON = Set.of("IN_QUEUE", "IN_PROGRESS");
  private static final String KIND = "Kind";
  private static final String STATUS = "Status";
  private static final String MESSAGE = "StatusMessage";
  private static final String CONNECTOR = "VoiceConnectorId";
  private static final String TRANSACTION = "TransactionId";
  private static final String IS_CALLER = "IsCaller";
  private static final String DOMAIN = "VoiceProfileDomainId";
  private static final String CREATED = "Created";
  private static final String UPDATED = "Updated";
  private static final String STARTED = "Started";
  private static final String DETAILS = "Details";
  private static final String VOICEPRINT = "Voiceprint";
  private static final String VOICEPRINT_AT = "VoiceprintAt";

  private final Items items;
  private final VoiceProfileDomains domains;
  private final ConnectorCalls calls;
  private final DomainKeys keys;
  private final InstantSource clock;
  private final String accountId;
  private final String partition;

  VoiceAnalyticsTasks(
      Items items,
      Account account,
      ConnectorCalls calls,
      VoiceProfileDomains domains,
      DomainKeys keys,
      InstantSource clock) {
    this.items = items;
    this.calls = calls;
    this.domains = domains;
    this.keys = keys;
    this.clock = clock;
    this.accountId = account.id();
    this.partition = "account/" + account.id() + "/voice-analytics-tasks";
  }

  /** What a new task is to do. */
  record Wanted(
      TaskKind kind,
      String voiceConnectorId,
      String transactionId,
      boolean isCaller,
      Optional<String> domainId) {}

  /**
   * A new task's item and the writes that start it, for one transaction.
   *
   * @throws ApiException as {@link ConnectorCalls#requireLive}; {@link ErrorType#CONFLICT} when a
   *     task of the kind listens to the leg already
   */
  Map.Entry<String, ItemWrite[]> start(Wanted wanted) {
    Item call = calls.requireLive(wanted.voiceConnectorId(), wanted.transactionId(), wanted.kind());
    Optional<String> other =
        ConnectorCalls.task(call, wanted.kind(), wanted.isCaller())
            .filter(id -> items.get(key(id)).filter(VoiceAnalyticsTasks::goesOn).isPresent());
    if (other.isPresent()) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "TransactionId: the task "
              + other.get()
              + " listens to this leg of the call already. Stop it first.");
    }
    String id = Ids.guid();
    String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    Map<String, Object> body = new HashMap<>();
    body.put(KIND, wanted.kind().name());
    body.put(STATUS, "IN_QUEUE");
    body.put(CONNECTOR, wanted.voiceConnectorId());
    body.put(TRANSACTION, wanted.transactionId());
    body.put(IS_CALLER, wanted.isCaller());
    wanted.domainId().ifPresent(domain -> body.put(DOMAIN, domain));
    body.put(CREATED, now);
    body.put(UPDATED, now);
    return Map.entry(
        id,
        new ItemWrite[] {
          new ItemWrite.Put(
              key(id),
              body,
              Optional.of(
                  new ItemKey(ending(), SortableTime.of(Instant.parse(now).plus(KEPT)) + "/" + id)),
              Optional.empty(),
              new ItemWrite.Condition.Absent()),
          ConnectorCalls.withTask(call, wanted.kind(), wanted.isCaller(), id)
        });
  }

  /**
   * The task a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the connector does not have it, or not
   *     any more
   */
  Item require(TaskKind kind, String voiceConnectorId, String taskId) {
    return item(kind, taskId)
        .filter(task -> voiceConnectorId.equals(task.body().get(CONNECTOR)))
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND,
                    kind.idMember() + ": the Voice Connector has no such task."));
  }

  private Optional<Item> item(TaskKind kind, String taskId) {
    return (Ids.isGuid(taskId) ? items.get(key(taskId)) : Optional.<Item>empty())
        .filter(task -> kind.name().equals(task.body().get(KIND)))
        .filter(task -> isKept(task, clock.instant()));
  }

  private static boolean isKept(Item task, Instant now) {
    return now.isBefore(at(task, CREATED).plus(KEPT));
  }

  /**
   * Removes tasks that nobody can read any more, with their voiceprints. To be called from time to
   * time.
   *
   * @param most how many to look at
   */
  public DueItems.Work removeExpired(int most) {
    Instant now = clock.instant();
    return new DueItems(items)
        .remove(
            accountId,
            ending(),
            now,
            now,
            most,
            task -> !isKept(task, now),
            "RemoveExpiredVoiceAnalyticsTasks");
  }

  /** The partition of index 1 that has the tasks by the end of their time. */
  private String ending() {
    return partition + "/ending";
  }

  /**
   * Stops a task that goes on.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} for no such task, {@link ErrorType#CONFLICT}
   *     when it has ended
   */
  void stop(TaskKind kind, String voiceConnectorId, String taskId) {
    Retries.onConflict(
        () -> {
          Item read = require(kind, voiceConnectorId, taskId);
          if (!goesOn(read)) {
            throw new ApiException(
                ErrorType.CONFLICT,
                kind.idMember() + ": the task has ended: " + read.body().get(STATUS) + ".");
          }
          items.write(changed(read, "STOPPED", Map.of()));
          return read;
        });
  }

  /**
   * Reports that work on a task has begun.
   *
   * @return false when it was stopped meanwhile, or there is none
   */
  public boolean begun(TaskKind kind, String taskId) {
    String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    return change(kind, taskId, "IN_PROGRESS", Map.of(STARTED, now));
  }

  /**
   * Reports how a task ended.
   *
   * @param status SUCCEEDED, PARTIAL_SUCCESS or FAILED
   * @return false when it was stopped meanwhile, or there is none
   */
  public boolean ended(TaskKind kind, String taskId, String status, String message) {
    return change(kind, taskId, status, Map.of(MESSAGE, message));
  }

  /**
   * Reports what a speaker search found, and the voiceprint of who spoke.
   *
   * @param voiceprint 1 to 65,536 bytes; sealed by the domain's key
   * @return false when it was stopped meanwhile, or there is none
   * @throws ApiException {@link ErrorType#ACCESS_DENIED} when the domain's key cannot be used,
   *     {@link ErrorType#GONE} when the domain is gone
   */
  public boolean found(String taskId, SpeakerSearchDetails details, byte[] voiceprint) {
    Optional<Item> task = item(TaskKind.SPEAKER_SEARCH, taskId);
    if (task.isEmpty()) {
      return false;
    }
    Map<String, Object> sealed =
        Envelope.seal(keys, VoiceProfileDomains.domainKey(domain(task.get())), voiceprint);
    return change(
        TaskKind.SPEAKER_SEARCH,
        taskId,
        "SUCCEEDED",
        Map.of(
            DETAILS, Documents.toDocument(details),
            VOICEPRINT, sealed,
            VOICEPRINT_AT, clock.instant().toString()));
  }

  /**
   * A speaker search task whose voiceprint can be made a profile.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} for no such task, {@link ErrorType#CONFLICT}
   *     when it has no voiceprint, {@link ErrorType#GONE} when that is older than a day
   */
  Item withVoiceprint(String taskId) {
    Item task =
        item(TaskKind.SPEAKER_SEARCH, taskId)
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorType.NOT_FOUND,
                        "SpeakerSearchTaskId: the account has no such speaker search task."));
    if (!task.body().containsKey(VOICEPRINT)) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "SpeakerSearchTaskId: the task has no voiceprint; its status is "
              + task.body().get(STATUS)
              + ". Wait for VoiceprintGenerationSuccess.");
    }
    if (!clock.instant().isBefore(at(task, VOICEPRINT_AT).plus(VOICEPRINT_KEPT))) {
      throw new ApiException(
          ErrorType.GONE,
          "SpeakerSearchTaskId: the task's voiceprint is older than 24 hours. Start a new task.");
    }
    return task;
  }

  /**
   * The domain a task searches.
   *
   * @throws ApiException {@link ErrorType#GONE} when it was deleted
   */
  Item domain(Item task) {
    return domains
        .item((String) task.body().get(DOMAIN))
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.GONE,
                    "SpeakerSearchTaskId: the voice profile domain of the task was deleted."));
  }

  /** A task's voiceprint, sealed anew for a profile of its own. */
  Map<String, Object> voiceprint(Item task, Item domain) {
    DomainKeys.DomainKey key = VoiceProfileDomains.domainKey(domain);
    byte[] voiceprint = Envelope.open(keys, key, (Map<?, ?>) task.body().get(VOICEPRINT));
    return Envelope.seal(keys, key, voiceprint);
  }

  @SuppressWarnings("unchecked") // written by this class
  static SpeakerSearchTask speakerSearch(Item task) {
    SpeakerSearchTask.Builder shape =
        SpeakerSearchTask.builder()
            .speakerSearchTaskId(task.key().sort())
            .speakerSearchTaskStatus((String) task.body().get(STATUS))
            .callDetails(callDetails(task, (Boolean) task.body().get(IS_CALLER)))
            .createdTimestamp(at(task, CREATED))
            .updatedTimestamp(at(task, UPDATED))
            .statusMessage((String) task.body().get(MESSAGE));
    if (task.body().get(STARTED) != null) {
      shape.startedTimestamp(at(task, STARTED));
    }
    if (task.body().get(DETAILS) != null) {
      shape.speakerSearchDetails(
          Documents.fromDocument(
              (Map<String, Object>) task.body().get(DETAILS), SpeakerSearchDetails.class));
    }
    return shape.build();
  }

  /** A voice tone task listens to both legs and is told for one of them. */
  static VoiceToneAnalysisTask voiceTone(Item task, boolean isCaller) {
    VoiceToneAnalysisTask.Builder shape =
        VoiceToneAnalysisTask.builder()
            .voiceToneAnalysisTaskId(task.key().sort())
            .voiceToneAnalysisTaskStatus((String) task.body().get(STATUS))
            .callDetails(callDetails(task, isCaller))
            .createdTimestamp(at(task, CREATED))
            .updatedTimestamp(at(task, UPDATED))
            .statusMessage((String) task.body().get(MESSAGE));
    if (task.body().get(STARTED) != null) {
      shape.startedTimestamp(at(task, STARTED));
    }
    return shape.build();
  }

  private static CallDetails callDetails(Item task, boolean isCaller) {
    return CallDetails.builder()
        .voiceConnectorId((String) task.body().get(CONNECTOR))
        .transactionId((String) task.body().get(TRANSACTION))
        .isCaller(isCaller)
        .build();
  }

  private boolean change(TaskKind kind, String taskId, String status, Map<String, Object> more) {
    return Retries.onConflict(
        () -> {
          Optional<Item> read = item(kind, taskId).filter(VoiceAnalyticsTasks::goesOn);
          read.ifPresent(task -> items.write(changed(task, status, more)));
          return read.isPresent();
        });
  }

  private ItemWrite changed(Item task, String status, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(task.body());
    body.putAll(more);
    body.put(STATUS, status);
    body.put(UPDATED, clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    return ItemWrite.replace(task, body);
  }

  private static boolean goesOn(Item task) {
    return GOING_ON.contains((String) task.body().get(STATUS));
  }

  private static Instant at(Item task, String member) {
    return Instant.parse((String) task.body().get(member));
  }

  /** The task of this id, as it is now; for answers to who just made it. */
  Item read(String taskId) {
    return items.get(key(taskId)).orElseThrow();
  }

  private ItemKey key(String taskId) {
    return new ItemKey(partition, taskId);
  }
}
