package org.carillon.core.carriers;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.carillon.contract.ApiException;
import org.carillon.core.carriers.NumberJob.Lease;
import org.carillon.core.carriers.NumberJob.Progress;
import org.carillon.core.carriers.NumberJob.Status;
import org.carillon.core.numbers.NumberLists;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on open jobs (N1, D6): in a thread of the one-machine mode, or in a scheduled function that
 * goes on where the last one had to stop. How far a job is, is stored after each slice; a job whose
 * worker died is taken up by another when its lease is over. One runner is used by one thread.
 */
public final class NumberJobRunner {

  private static final Logger LOG = LoggerFactory.getLogger(NumberJobRunner.class);

  /** Longer than any slice takes. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  /** Transactions at once; the stores share the cost of a commit among about so many. */
  private static final int WRITES_AT_ONCE = 16;

  private final NumberJobs jobs;
  private final Objects objects;
  private final NumberLists lists;
  private final boolean alone;
  private final int sliceBytes;
  private final String me = UUID.randomUUID().toString();

  /** What it knows of its list is of use when the job goes on. */
  private Optional<NumberImport> lastImport = Optional.empty();

  /**
   * A runner over these stores.
   *
   * @param alone whether no other process can work on these jobs: then a lease that an earlier run
   *     left behind is not waited for
   */
  public NumberJobRunner(Items items, Objects objects, NumberJobs jobs, boolean alone) {
    this(items, objects, jobs, alone, NumberImport.SLICE_BYTES);
  }

  /** The same with slices of another size. */
  NumberJobRunner(Items items, Objects objects, NumberJobs jobs, boolean alone, int sliceBytes) {
    this.sliceBytes = sliceBytes;
    this.jobs = jobs;
    this.objects = objects;
    this.lists = new NumberLists(items);
    this.alone = alone;
  }

  /**
   * Works until nothing is open or the time is over.
   *
   * @param end when to stop; a slice that was begun is finished
   * @return whether something was done
   */
  public boolean run(Instant end) {
    boolean worked = false;
    for (String jobId : jobs.open()) {
      if (!jobs.now().isBefore(end) || Thread.currentThread().isInterrupted()) {
        return worked;
      }
      try {
        worked |= work(jobId, end);
      } catch (ItemConflictException takenOver) {
        LOG.info("Job {} is to be stopped, or was taken over.", jobId, takenOver);
        worked = true;
      } catch (PortUnavailableException away) {
        LOG.warn("Job {} waits: {} It is tried again.", jobId, away.getMessage());
      } catch (CancellationException interrupted) {
        LOG.info("Job {} is cut short; it goes on at the next start.", jobId);
        return worked;
      }
    }
    return worked;
  }

  private boolean work(String jobId, Instant end) {
    Optional<Item> found = jobs.item(jobId);
    if (found.isEmpty() || !isMine(NumberJob.of(found.get().body()))) {
      return false;
    }
    NumberJob job = NumberJob.of(found.get().body());
    if (job.status() == Status.STOPPING) {
      jobs.end(found.get(), job.ended(Status.STOPPED, Optional.empty(), job.progress(), now()));
      return true;
    }
    LOG.info("Job {}: {} of carrier {} goes on.", jobId, job.type(), job.carrierId());
    Slices slices = slices(job);
    Item read = hold(found.get(), job, job.progress(), true);
    Progress progress = job.progress();
    while (!slices.isDone(progress)) {
      if (!jobs.now().isBefore(end) || Thread.currentThread().isInterrupted()) {
        hold(read, job, progress, false);
        return true;
      }
      try {
        progress = slices.next(progress);
      } catch (IllegalArgumentException wrong) {
        jobs.end(read, job.ended(Status.FAILED, Optional.of(wrong.getMessage()), progress, now()));
        LOG.warn("Job {} failed: {}", jobId, wrong.getMessage());
        return true;
      } catch (ApiException busy) { // a number that many want at once; its turn comes
        throw new PortUnavailableException(busy.getMessage(), busy);
      }
      if (!slices.isDone(progress)) {
        read = hold(read, job, progress, true);
      }
    }
    lastImport = Optional.empty();
    jobs.end(read, job.ended(Status.SUCCEEDED, Optional.empty(), progress, now()));
    LOG.info("Job {} is done: {}", jobId, progress);
    return true;
  }

  private boolean isMine(NumberJob job) {
    return job.status().isOpen()
        && (alone
            || job.lease()
                .map(lease -> lease.owner().equals(me) || !jobs.now().isBefore(lease.until()))
                .orElse(true));
  }

  private Item hold(Item read, NumberJob job, Progress progress, boolean held) {
    Optional<Lease> lease = held ? Optional.of(new Lease(me, now().plus(LEASE))) : Optional.empty();
    return jobs.save(read, job.with(progress, lease, now()));
  }

  private Instant now() {
    return jobs.now();
  }

  private Slices slices(NumberJob job) {
    SideBySide sideBySide = new SideBySide(WRITES_AT_ONCE);
    return switch (job.type()) {
      case IMPORT -> {
        NumberImport work =
            lastImport
                .filter(last -> last.isOf(job.jobId()))
                .orElseGet(() -> new NumberImport(objects, lists, sideBySide, job, sliceBytes));
        lastImport = Optional.of(work);
        yield new Slices(work::next, NumberImport::isDone);
      }
      case REMOVAL -> {
        NumberRemoval work = new NumberRemoval(lists, sideBySide, job);
        yield new Slices(work::next, NumberRemoval::isDone);
      }
    };
  }

  /** A job's work, cut so that each piece can be done again. */
  private record Slices(UnaryOperator<Progress> step, Predicate<Progress> done) {

    Progress next(Progress before) {
      return step.apply(before);
    }

    boolean isDone(Progress progress) {
      return done.test(progress);
    }
  }
}
