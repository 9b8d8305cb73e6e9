package org.carillon.core.carriers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.carillon.core.carriers.NumberJob.Progress;
import org.carillon.core.numbers.ListedNumber;
import org.carillon.core.ports.ObjectPart;

/**
 * The rows of a part of a number list: whole lines only, what is behind the last line break belongs
 * to the next part.
 */
final class NumberListSlice {

  /** Longest line that is looked at, in bytes. */
  private static final int MAX_LINE = 4096;

  /** Longest piece of a refused row that the report repeats. */
  private static final int MAX_SHOWN = 60;

  /** A row that was read. */
  record Row(long line, ListedNumber number) {}

  /** A row that was not taken. */
  record Refusal(long line, String shown, String reason) {}

  private final List<Row> rows = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Progress before;
  private List<String> columns;
  private long lines;
  private long offset;
  private boolean inLine;

  private NumberListSlice(Progress before) {
    this.before = before;
    this.columns = before.columns();
    this.lines = before.lines();
    this.offset = before.offset();
    this.inLine = before.inLine();
  }

  /**
   * Reads the rows of a part.
   *
   * @param before how far the list is read
   * @param part what begins at the offset of {@code before}
   * @throws IllegalArgumentException when the first line does not name the columns
   */
  static NumberListSlice of(Progress before, ObjectPart part) {
    NumberListSlice slice = new NumberListSlice(before);
    slice.read(part);
    return slice;
  }

  private void read(ObjectPart part) {
    byte[] bytes = part.content();
    boolean toTheEnd = before.offset() + bytes.length >= part.size();
    int from = 0;
    while (from < bytes.length) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      boolean whole = end < bytes.length || toTheEnd;
      if (!whole) {
        if (from == 0) { // one line fills the part: it is no row, and its end is looked for
          refuseLong();
          offset += bytes.length;
        }
        return;
      }
      if (inLine) {
        inLine = false;
      } else {
        lines++;
        line(bytes, from, end);
      }
      from = Math.min(end + 1, bytes.length);
      offset = before.offset() + from;
    }
  }

  private void refuseLong() {
    if (!inLine) {
      lines++;
      inLine = true;
      refusals.add(new Refusal(lines, "", "the line is longer than " + MAX_LINE + " bytes"));
    }
  }

  private void line(byte[] bytes, int from, int end) {
    if (end - from > MAX_LINE) {
      refusals.add(new Refusal(lines, "", "the line is longer than " + MAX_LINE + " bytes"));
      return;
    }
    String line = new String(bytes, from, end - from, StandardCharsets.UTF_8).strip();
    if (lines == 1 && line.startsWith("\ufeff")) {
      line = line.substring(1); // the mark some spreadsheets begin a file with
    }
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (columns.isEmpty()) {
      columns = NumberListColumns.of(line).names();
      return;
    }
    try {
      if (line.indexOf('\ufffd') >= 0) {
        throw new IllegalArgumentException("the line is not UTF-8");
      }
      rows.add(new Row(lines, new NumberListColumns(columns).number(line)));
    } catch (IllegalArgumentException wrong) {
      String shown = line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) : line;
      refusals.add(new Refusal(lines, shown, wrong.getMessage()));
    }
  }

  /**
   * The rows in the order of their numbers, each number once; later ones are refused.
   *
   * @param seen the numbers of the slices before; these are added
   */
  List<Row> distinctRows(SeenNumbers seen) {
    rows.sort(Comparator.comparing((Row row) -> row.number().e164()).thenComparingLong(Row::line));
    List<Row> distinct = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (!distinct.isEmpty() && distinct.getLast().number().e164().equals(row.number().e164())) {
        refusals.add(
            new Refusal(
                row.line(),
                row.number().e164(),
                "the number stands in line " + distinct.getLast().line() + " already"));
      } else if (seen.add(row.number().e164())) {
        refusals.add(
            new Refusal(
                row.line(), row.number().e164(), "the number stands in an earlier line already"));
      } else {
        distinct.add(row);
      }
    }
    return distinct;
  }

  /** The rows that were not taken, so far. */
  List<Refusal> refusals() {
    return refusals;
  }

  /** How far the list is when these rows are done. */
  Progress after(long accepted, long refused, ObjectPart part, int parts) {
    return new Progress(
        offset,
        part.size(),
        part.version(),
        lines,
        inLine,
        columns,
        before.read() + accepted + refused,
        before.accepted() + accepted,
        before.refused() + refused,
        parts,
        0,
        0,
        before.after());
  }
}
