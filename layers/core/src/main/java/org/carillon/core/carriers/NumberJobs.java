package org.carillon.core.carriers;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Ids;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Jobs on the pool, as stored. A carrier has at most one open job: its marker says which, and who
 * deletes the carrier rewrites the marker too, so that no job starts for a carrier that is gone.
 * Safe for use by many threads.
 */
public final class NumberJobs {

  private static final String JOBS = "number-jobs";
  private static final String OPEN = "number-jobs-open";
  private static final String OF_CARRIER = "number-jobs-of-carrier";
  private static final String OPEN_JOB = "OpenJobId";

  private final Items items;
  private final InstantSource clock;

  /** The jobs in this store. */
  public NumberJobs(Items items, InstantSource clock) {
    this.items = items;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  static String partition() {
    return JOBS;
  }

  private static ItemKey key(String jobId) {
    return new ItemKey(JOBS, jobId);
  }

  private static ItemKey markerKey(String carrierId) {
    return new ItemKey(OF_CARRIER, carrierId);
  }

  /** Starts a job; somebody takes it up within seconds. */
  NumberJob start(
      NumberJob.Type type,
      Carrier carrier,
      String bucket,
      String key,
      boolean dryRun,
      boolean admitPortedOut) {
    Instant now = now();
    NumberJob job =
        new NumberJob(
            Ids.guid(),
            type,
            NumberJob.Status.SUBMITTED,
            carrier.carrierId(),
            bucket,
            key,
            dryRun,
            admitPortedOut,
            Optional.empty(),
            NumberJob.Progress.NONE,
            Optional.empty(),
            now,
            now);
    return Retries.onConflict(
        () -> {
          Optional<Item> marker = items.get(markerKey(carrier.carrierId()));
          requireNoOpenJob(marker);
          items.write(
              marker(carrier.carrierId(), marker, Map.of(OPEN_JOB, job.jobId())),
              ItemWrite.create(key(job.jobId()), job.body()),
              ItemWrite.create(new ItemKey(OPEN, job.jobId()), Map.of()),
              new ItemWrite.Check(
                  Carriers.key(carrier.carrierId()), new ItemWrite.Condition.Present()));
          return job;
        });
  }

  private static void requireNoOpenJob(Optional<Item> marker) {
    marker
        .map(item -> item.body().get(OPEN_JOB))
        .ifPresent(
            open -> {
              throw new ApiException(
                  ErrorType.CONFLICT,
                  "CarrierId: the job "
                      + open
                      + " works on this carrier's numbers. Wait until it has ended (GetNumberJob),"
                      + " or stop it (StopNumberJob).");
            });
  }

  private static ItemWrite marker(String carrierId, Optional<Item> read, Map<String, Object> body) {
    return read.map(item -> (ItemWrite) ItemWrite.replace(item, body))
        .orElseGet(() -> ItemWrite.create(markerKey(carrierId), body));
  }

  /**
   * The write that lets a carrier go only while it has no job, and none has come and gone since.
   *
   * @throws ApiException {@link ErrorType#CONFLICT} when one is open
   */
  ItemWrite forgetCarrier(String carrierId) {
    Optional<Item> marker = items.get(markerKey(carrierId));
    requireNoOpenJob(marker);
    return marker
        .map(item -> (ItemWrite) ItemWrite.delete(item))
        .orElseGet(
            () -> new ItemWrite.Check(markerKey(carrierId), new ItemWrite.Condition.Absent()));
  }

  /** The job of this id as stored. */
  Optional<Item> item(String jobId) {
    return Ids.isGuid(jobId) ? items.get(key(jobId)) : Optional.empty();
  }

  Item require(String jobId) {
    return item(jobId)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND, "JobId: no such job. ListNumberJobs has them all."));
  }

  /** The ids of some open jobs. */
  List<String> open() {
    return items.query(ItemQuery.partition(OPEN, "", 100)).items().stream()
        .map(item -> item.key().sort())
        .toList();
  }

  /**
   * Stores how far a job is, unless it changed since it was read.
   *
   * @return the job as it is stored now
   */
  Item save(Item read, NumberJob job) {
    items.write(ItemWrite.replace(read, job.body()));
    return new Item(read.key(), read.version() + 1, job.body(), read.index1(), read.index2());
  }

  /** Ends a job, unless it changed since it was read. */
  void end(Item read, NumberJob job) {
    items.write(
        ItemWrite.replace(read, job.body()),
        new ItemWrite.Delete(new ItemKey(OPEN, job.jobId()), new ItemWrite.Condition.Always()),
        ItemWrite.put(markerKey(job.carrierId()), Map.of()));
  }
}
