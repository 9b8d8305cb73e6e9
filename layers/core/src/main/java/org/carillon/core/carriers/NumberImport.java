package org.carillon.core.carriers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.core.carriers.NumberJob.Progress;
import org.carillon.core.carriers.NumberListSlice.Refusal;
import org.carillon.core.carriers.NumberListSlice.Row;
import org.carillon.core.numbers.ListedNumber;
import org.carillon.core.numbers.NumberLists;
import org.carillon.core.ports.ObjectPart;
import org.carillon.core.ports.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The import of one number list, slice by slice (N1). A slice may be done again after a kill: the
 * pool and the report are the same then. One thread's; the writes of a slice go side by side.
 *
 * <p>A number that comes twice is refused the second time, however far apart the rows are. Which
 * numbers the list has had is kept in memory only: who takes an import up in its middle reads the
 * part before that once more.
 */
final class NumberImport {

  private static final Logger LOG = LoggerFactory.getLogger(NumberImport.class);

  /** Bytes of a list that are read at once: some ten thousand rows. */
  static final int SLICE_BYTES = 2 * 1024 * 1024;

  /** Slices that are read once more in one step; the job's lease is renewed between steps. */
  private static final int MAX_LOOKED_AT_AGAIN = 32;

  /** Directory entries that are known to be written; a list in order needs few. */
  private static final int MAX_KNOWN_ENTRIES = 200_000;

  private final Objects objects;
  private final NumberLists lists;
  private final SideBySide sideBySide;
  private final NumberJob job;
  private final int sliceBytes;
  private final Set<NumberLists.Entry> written = new LinkedHashSet<>();
  private SeenNumbers seen = new SeenNumbers();
  private Progress seenTo = Progress.NONE;

  NumberImport(
      Objects objects, NumberLists lists, SideBySide sideBySide, NumberJob job, int sliceBytes) {
    this.sliceBytes = sliceBytes;
    this.objects = objects;
    this.lists = lists;
    this.sideBySide = sideBySide;
    this.job = job;
  }

  /** Whether it is the import of this job. */
  boolean isOf(String jobId) {
    return job.jobId().equals(jobId);
  }

  /** Whether everything is done. */
  static boolean isDone(Progress progress) {
    return !progress.version().isEmpty() && progress.offset() >= progress.size();
  }

  /**
   * Does the next slice.
   *
   * @return how far the import is then
   * @throws IllegalArgumentException when the list cannot be imported; the message says why
   */
  Progress next(Progress before) {
    if (!isSeenTo(before)) {
      return before;
    }
    ObjectPart part = read(before.offset(), sliceBytes, before.version());
    NumberListSlice slice = NumberListSlice.of(before, part);
    if (slice.after(0, 0, part, 0).offset() >= part.size()
        && slice.after(0, 0, part, 0).columns().isEmpty()) {
      throw new IllegalArgumentException(
          "The list is empty. Its first line names the columns, such as"
              + " e164,country,type,state,city.");
    }
    boolean full = seen.isFull();
    seenTo = Progress.NONE; // until the slice is done: it may have to be done again
    List<Row> rows = slice.distinctRows(seen);
    if (seen.isFull() && !full) {
      LOG.warn(
          "Job {}: the list has numbers of more than {} hundreds. From line {} on, a number that"
              + " comes twice far apart is taken as an update and not refused.",
          job.jobId(),
          SeenNumbers.MAX_BLOCKS,
          before.lines());
    }
    List<Refusal> refusals = new ArrayList<>(slice.refusals());
    refusals.addAll(write(rows));
    int parts = before.parts();
    if (!refusals.isEmpty()) {
      parts++;
      report(parts, refusals);
    }
    int accepted = rows.size() - (refusals.size() - slice.refusals().size());
    seenTo = slice.after(accepted, refusals.size(), part, parts);
    return seenTo;
  }

  private ObjectPart read(long offset, int bytes, String version) {
    ObjectPart part =
        objects
            .read(job.bucket(), job.key(), offset, bytes)
            .orElseThrow(() -> new IllegalArgumentException("The list is not there any more."));
    if (!version.isEmpty() && !version.equals(part.version())) {
      throw new IllegalArgumentException(
          "The list was changed while it was read. Start the import again: numbers that are in the"
              + " pool already stay.");
    }
    return part;
  }

  /**
   * Looks again at the rows before the next slice, when this is not the one who wrote them.
   *
   * @return whether all have been looked at; if not, ask again
   */
  private boolean isSeenTo(Progress goal) {
    if (seenTo.offset() > goal.offset() || seenTo.offset() == 0) {
      seen = new SeenNumbers();
      seenTo = Progress.NONE;
    }
    for (int i = 0; i < MAX_LOOKED_AT_AGAIN && seenTo.offset() < goal.offset(); i++) {
      int bytes = (int) Math.min(sliceBytes, goal.offset() - seenTo.offset());
      ObjectPart part = read(seenTo.offset(), bytes, goal.version());
      NumberListSlice slice = NumberListSlice.of(seenTo, part);
      List<Row> rows = slice.distinctRows(seen);
      LOG.debug("Job {}: {} rows are known again.", job.jobId(), rows.size());
      seenTo = slice.after(0, 0, part, 0);
    }
    return seenTo.offset() == goal.offset();
  }

  private List<Refusal> write(List<Row> rows) {
    if (!job.dryRun()) {
      announce(rows);
    }
    NumberLists.PortedOut portedOut =
        job.admitPortedOut() ? NumberLists.PortedOut.ADMITTED : NumberLists.PortedOut.REFUSED;
    Map<String, String> refused = new ConcurrentHashMap<>();
    List<Runnable> batches = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += NumberLists.MAX_NUMBERS) {
      List<ListedNumber> batch =
          rows.subList(from, Math.min(from + NumberLists.MAX_NUMBERS, rows.size())).stream()
              .map(Row::number)
              .toList();
      batches.add(
          () ->
              refused.putAll(
                  job.dryRun()
                      ? lists.check(job.carrierId(), batch, portedOut)
                      : lists.accept(job.carrierId(), batch, portedOut)));
    }
    sideBySide.run(batches);
    List<Refusal> refusals = new ArrayList<>();
    if (!refused.isEmpty()) {
      for (Row row : rows) {
        String e164 = row.number().e164();
        if (refused.containsKey(e164)) {
          refusals.add(new Refusal(row.line(), e164, refused.get(e164)));
        }
      }
    }
    return refusals;
  }

  private void announce(List<Row> rows) {
    Set<NumberLists.Entry> fresh = new LinkedHashSet<>();
    Map<String, Boolean> blocks = new HashMap<>();
    for (Row row : rows) {
      // one look for each hundred: the other entries are the same within it, but for the type
      String block = row.number().block() + row.number().country() + row.number().type();
      if (blocks.putIfAbsent(block, true) == null) {
        for (NumberLists.Entry entry : NumberLists.entries(job.carrierId(), row.number())) {
          if (!written.contains(entry)) {
            fresh.add(entry);
          }
        }
      }
    }
    lists.announce(fresh);
    if (written.size() + fresh.size() > MAX_KNOWN_ENTRIES) {
      written.clear();
    }
    written.addAll(fresh);
  }

  private void report(int number, List<Refusal> refusals) {
    refusals.sort(Comparator.comparingLong(Refusal::line));
    StringBuilder csv = new StringBuilder("line,row,reason\n");
    for (Refusal refusal : refusals) {
      csv.append(refusal.line())
          .append(',')
          .append(CsvLine.quote(refusal.shown()))
          .append(',')
          .append(CsvLine.quote(refusal.reason()))
          .append('\n');
    }
    objects.put(
        job.bucket(),
        job.reportPrefix() + "%05d.csv".formatted(number),
        csv.toString().getBytes(StandardCharsets.UTF_8),
        "text/csv",
        Map.of());
  }
}
