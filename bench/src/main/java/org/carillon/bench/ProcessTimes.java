package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What Linux says about a process, see proc(5). */
final class ProcessTimes {
  private static final int MILLIS_A_TICK = 10; // USER_HZ is 100 on every Linux that Java runs on

  private ProcessTimes() {}

  /** User and system time so far, in milliseconds; 0 when the process is gone. */
  static long cpuMillis(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // the name in parentheses may hold blanks; after it field 3 comes first
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_A_TICK;
    } catch (NoSuchFileException gone) {
      return 0;
    }
  }

  /** The memory that only this process has and its share of the rest, in KiB. */
  static long pssKib(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      if (line.startsWith("Pss:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }
}
