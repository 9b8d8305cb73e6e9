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

/**
 * The import of one number list, slice by slice (N1). A slice may be done again after a kill: the
 * pool and the report are the same then. One thread's; the writes of a slice go side by side.
 */
final class NumberImport {

  /** Bytes of a list that are read at once: some ten thousand rows. */
  static final int SLICE_BYTES = 2 * 1024 * 1024;

  /** Directory entries that are known to be written; a list in order needs few. */
  private static final int MAX_KNOWN_ENTRIES = 200_000;

  private final Objects objects;
  private final NumberLists lists;
  private final SideBySide sideBySide;
  private final NumberJob job;
  private final int sliceBytes;
  private final Set<NumberLists.Entry> written = new LinkedHashSet<>();

  NumberImport(
      Objects objects, NumberLists lists, SideBySide sideBySide, NumberJob job, int sliceBytes) {
    this.sliceBytes = sliceBytes;
    this.objects = objects;
    this.lists = lists;
    this.sideBySide = sideBySide;
    this.job = job;
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
    ObjectPart part =
        objects
            .read(job.bucket(), job.key(), before.offset(), sliceBytes)
            .orElseThrow(() -> new IllegalArgumentException("The list is not there any more."));
    if (!before.version().isEmpty() && !before.version().equals(part.version())) {
      throw new IllegalArgumentException(
          "The list was changed while it was read. Start the import again: numbers that are in the"
              + " pool already stay.");
    }
    NumberListSlice slice = NumberListSlice.of(before, part);
    if (slice.after(0, 0, part, 0).offset() >= part.size()
        && slice.after(0, 0, part, 0).columns().isEmpty()) {
      throw new IllegalArgumentException(
          "The list is empty. Its first line names the columns, such as"
              + " e164,country,type,state,city.");
    }
    List<Row> rows = slice.distinctRows();
    List<Refusal> refusals = new ArrayList<>(slice.refusals());
    refusals.addAll(write(rows));
    int parts = before.parts();
    if (!refusals.isEmpty()) {
      parts++;
      report(parts, refusals);
    }
    int accepted = rows.size() - (refusals.size() - slice.refusals().size());
    return slice.after(accepted, refusals.size(), part, parts);
  }

  private List<Refusal> write(List<Row> rows) {
    if (!job.dryRun()) {
      announce(rows);
    }
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
                      ? lists.check(job.carrierId(), batch)
                      : lists.accept(job.carrierId(), batch)));
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
