package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds at one moment: live objects of the media classes, after a collection of
 * garbage, and open files and sockets where the system tells.
 *
 * @param counts by class; open files as {@code open files}
 */
record Leftovers(Map<String, Integer> counts) {
  private static final String FILES = "open files";
  private static final Path OPEN = Path.of("/proc/self/fd");

  private static final Pattern LINE =
      Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(org\\.carillon\\.media\\.\\S+).*");

  /**
   * What tests keep on purpose, and the timers themselves: most are the heads of slots, made once.
   * Timers that are set are seen by their tasks.
   */
  private static final Pattern KEPT =
      Pattern.compile(".*\\.(CallMoment|RandomCallsTest|TimerWheel\\$Timer)(\\$.*)?");

  static Leftovers count() {
    Map<String, Integer> counts = new TreeMap<>();
    histogram()
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .filter(line -> !KEPT.matcher(line.group(2)).matches())
        .forEach(line -> counts.put(line.group(2), Integer.valueOf(line.group(1))));
    if (Files.isDirectory(OPEN)) {
      try (Stream<Path> files = Files.list(OPEN)) {
        counts.put(FILES, (int) files.count());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Leftovers(counts);
  }

  /** Waits until there is no more than this, but for so many of a kind. */
  void awaitNoMore(int slack, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Map<String, String> more = more(slack);
    while (!more.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      more = more(slack);
    }
    assertThat(more).as("kinds of things that are left, before -> now").isEmpty();
  }

  private Map<String, String> more(int slack) {
    Map<String, String> more = new TreeMap<>();
    count()
        .counts()
        .forEach(
            (kind, now) -> {
              int before = counts.getOrDefault(kind, 0);
              if (now > before + slack) {
                more.put(kind, before + " -> " + now);
              }
            });
    return more;
  }

  /** The live objects by class, as jcmd GC.class_histogram prints them. */
  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new AssertionError(e);
    }
  }
}
