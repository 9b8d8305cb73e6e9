package org.carillon.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Says on standard error how far a long benchmark is; the figures go to standard output. */
final class Progress {
  private static final PrintStream OUT = new PrintStream(System.err, true, StandardCharsets.UTF_8);
  private static final long EVERY_NANOS = 15_000_000_000L;
  private static final long START = System.nanoTime();

  private long last = System.nanoTime();

  /** Whether it is time for a line again. */
  boolean isDue() {
    long now = System.nanoTime();
    if (now - last < EVERY_NANOS) {
      return false;
    }
    last = now;
    return true;
  }

  /** Prints a line with the seconds since the start. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
  static void line(String format, Object... values) {
    String text = String.format(Locale.ROOT, format, values);
    OUT.println(String.format(Locale.ROOT, "[%4d s] %s", elapsed(), text));
  }

  private static long elapsed() {
    return (System.nanoTime() - START) / 1_000_000_000L;
  }
}
