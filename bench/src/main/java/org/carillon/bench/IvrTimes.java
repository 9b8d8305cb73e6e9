package org.carillon.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.carillon.media.rtp.PacingFigures;

/** What an {@link IvrNode} wrote down, by the clock that all processes of a machine share. */
final class IvrTimes {
  /** Kind of a record: line, when the function was asked, when it had answered. */
  static final int TURN = 1;

  /** Kind of a record: when, and packets by lateness since the start. */
  static final int PACING = 2;

  private static final int LINES = 1_000_000;

  private final List<List<Turn>> turns = new ArrayList<>();
  private final List<Pacing> pacing = new ArrayList<>();

  /** A turn of the function. */
  record Turn(long asked, long answered) {}

  private record Pacing(long at, PacingFigures figures) {}

  private IvrTimes() {}

  /** Reads a file that may still be written to. */
  static IvrTimes read(Path file) throws IOException {
    IvrTimes all = new IvrTimes();
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int kind = in.read(); kind >= 0; kind = in.read()) {
        if (kind == TURN) {
          int line = in.readInt();
          if (line < 0 || line >= LINES) {
            throw new IOException("no line has the number " + line);
          }
          all.of(line).add(new Turn(in.readLong(), in.readLong()));
        } else {
          long at = in.readLong();
          long[] counts = new long[in.readInt()];
          for (int i = 0; i < counts.length; i++) {
            counts[i] = in.readLong();
          }
          all.pacing.add(new Pacing(at, PacingFigures.ofCounts(counts)));
        }
      }
    } catch (EOFException _) {
      // the last record is on its way
    }
    return all;
  }

  /** The turns of a line, in order. */
  List<Turn> of(int line) {
    while (turns.size() <= line) {
      turns.add(new ArrayList<>());
    }
    return turns.get(line);
  }

  /** How late packets left between two moments, by the whole seconds in it. */
  PacingFigures pacing(long from, long to) throws IOException {
    Pacing first = null;
    Pacing last = null;
    for (Pacing one : pacing) {
      if (one.at >= from && first == null) {
        first = one;
      }
      if (one.at <= to) {
        last = one;
      }
    }
    if (first == null || last == null || last.at <= first.at) {
      throw new IOException("the node has no figures of this time");
    }
    return last.figures.since(first.figures);
  }
}
