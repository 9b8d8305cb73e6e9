package org.carillon.core.analytics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipeline;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaInsightsPipelineElementStatus;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipelineElementStatus;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.MediaPipelineStatus;

/**
 * The account's media insights pipelines (A2), as stored. A node of the media plane that can run
 * pipelines says so here from time to time, takes the new ones, and reports how they go. Safe for
 * use by many threads.
 */
public final class InsightsPipelines {

  /** How long a node counts as there after it said so. */
  public static final Duration LEASE = Duration.ofMinutes(1);

  private static final Set<MediaPipelineStatus> ENDED =
      Set.of(MediaPipelineStatus.FAILED, MediaPipelineStatus.STOPPED);
  private static final String PIPELINE = "MediaInsightsPipeline";
  private static final String REQUEST_TOKEN = "RequestToken";
  private static final String UNTIL = "Until";

  private final Items items;
  private final Account account;
  private final InstantSource clock;
  private final String partition;
  private final ItemKey runners;

  InsightsPipelines(Items items, Account account, InstantSource clock) {
    this.items = items;
    this.account = account;
    this.clock = clock;
    this.partition = "account/" + account.id() + "/media-pipelines";
    this.runners = new ItemKey("account/" + account.id() + "/media-plane", "insights");
  }

  /** A node of the media plane says that it runs pipelines; good for {@link #LEASE}. */
  public void runnerIsHere() {
    items.write(ItemWrite.put(runners, Map.of(UNTIL, clock.instant().plus(LEASE).toString())));
  }

  /**
   * Refuses what nobody would run.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} when no node runs pipelines: a retry, as
   *     clients do for errors of the service, would not help
   */
  void requireRunner() {
    boolean here =
        items
            .get(runners)
            .filter(
                item -> clock.instant().isBefore(Instant.parse((String) item.body().get(UNTIL))))
            .isPresent();
    if (!here) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "No media node of this installation runs media insights pipelines, so nothing was"
              + " started. docs/status.md says what is built.");
    }
  }

  /**
   * The pipeline a client means.
   *
   * @param identifier its id or its ARN
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it
   */
  Item require(String member, String identifier) {
    String prefix = arn("");
    String id = identifier.startsWith(prefix) ? identifier.substring(prefix.length()) : identifier;
    return (Ids.isGuid(id) ? items.get(key(id)) : Optional.<Item>empty())
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND, member + ": the account has no such media pipeline."));
  }

  /**
   * Reports how a pipeline goes.
   *
   * @param elements the status of each element by its type, as far as it changed
   * @return false when the pipeline was deleted: stop it
   */
  public boolean report(
      String pipelineId,
      MediaPipelineStatus status,
      Map<String, MediaPipelineElementStatus> elements) {
    return Retries.onConflict(
        () -> {
          Optional<Item> read = items.get(key(pipelineId));
          read.ifPresent(item -> replace(item, with(pipeline(item), status, elements)));
          return read.isPresent();
        });
  }

  /** Whether a pipeline has come to its end. */
  static boolean hasEnded(MediaInsightsPipeline pipeline) {
    return ENDED.contains(pipeline.status());
  }

  static MediaInsightsPipeline with(
      MediaInsightsPipeline pipeline,
      MediaPipelineStatus status,
      Map<String, MediaPipelineElementStatus> elements) {
    List<MediaInsightsPipelineElementStatus> changed =
        pipeline.elementStatuses().stream()
            .map(
                element ->
                    element.toBuilder()
                        .status(elements.getOrDefault(element.typeAsString(), element.status()))
                        .build())
            .toList();
    return pipeline.toBuilder().status(status).elementStatuses(changed).build();
  }

  ItemWrite create(MediaInsightsPipeline pipeline, Optional<String> requestToken) {
    Map<String, Object> body = new HashMap<>();
    body.put(PIPELINE, Documents.toDocument(pipeline));
    requestToken.ifPresent(token -> body.put(REQUEST_TOKEN, token));
    return ItemWrite.create(key(pipeline.mediaPipelineId()), body);
  }

  void replace(Item read, MediaInsightsPipeline pipeline) {
    Map<String, Object> body = new HashMap<>(read.body());
    body.put(PIPELINE, Documents.toDocument(pipeline));
    items.write(ItemWrite.replace(read, body));
  }

  String arn(String pipelineId) {
    return account.arn("media-pipeline/" + pipelineId);
  }

  /** Where the account's pipelines are stored. */
  String partition() {
    return partition;
  }

  static Optional<String> requestToken(Item item) {
    return Optional.ofNullable((String) item.body().get(REQUEST_TOKEN));
  }

  @SuppressWarnings("unchecked") // written by this class
  static MediaInsightsPipeline pipeline(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(PIPELINE);
    return Documents.fromDocument(document, MediaInsightsPipeline.class);
  }

  ItemKey key(String pipelineId) {
    return new ItemKey(partition, pipelineId);
  }
}
