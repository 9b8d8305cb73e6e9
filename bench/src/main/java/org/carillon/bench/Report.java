package org.carillon.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a benchmark prints: one line a figure, with the load of the machine in front. */
final class Report {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Report() {}

  /** Prints a line, formatted as {@link String#format} does. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
  static void line(String format, Object... values) {
    OUT.println(String.format(Locale.ROOT, format, values));
  }

  /** A figure depends on who else uses the machine: say so beside it. */
  static void machine() throws java.io.IOException {
    Path load = Path.of("/proc/loadavg");
    line(
        "# %d processors, Java %s, load average at start: %s",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        Files.exists(load) ? Files.readString(load).strip() : "unknown");
  }
}
