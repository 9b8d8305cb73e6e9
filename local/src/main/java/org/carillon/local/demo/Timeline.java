package org.carillon.local.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.carillon.media.node.CallMoment;

/** What happened when, one line each, as it happens. Safe for use by many threads. */
final class Timeline {
  private final Instant start;
  private final PrintStream out;

  Timeline(Instant start, PrintStream out) {
    this.start = start;
    this.out = out;
  }

  /** Something happened now. */
  void now(String part, String text) {
    line(Instant.now(), part, text);
  }

  /** Something happened on a call. */
  void moment(CallMoment moment) {
    String arrow =
        switch (moment.flow()) {
          case IN -> "<- ";
          case OUT -> "-> ";
          case NONE -> "";
        };
    line(moment.at(), moment.part().name().toLowerCase(Locale.ROOT), arrow + moment.text());
  }

  private void line(Instant at, String part, String text) {
    double seconds = Duration.between(start, at).toNanos() / 1e9;
    out.printf(Locale.ROOT, "%8.3f  %-9s %s%n", seconds, part, text);
  }
}
