package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Calls through a Voice Connector for a long time at one rate, and whether anything grows: live
 * heap, process memory, file descriptors, UDP sockets and threads, before, once a minute, and when
 * the last call is forgotten.
 *
 * <p>Arguments: a scratch folder, the bench folder, minutes, calls a second.
 */
final class SoakBench {
  private static final int WARM_UP_SECONDS = 60;

  /** 64*T1 and some: so long a transaction of an answered INVITE is remembered (RFC 6026). */
  private static final int TRANSACTIONS_GONE_SECONDS = 40;

  private SoakBench() {}

  public static void main(String[] args) throws Exception {
    Path scratch = Path.of(args[0]);
    int minutes = Integer.parseInt(args[2]);
    int rate = Integer.parseInt(args[3]);
    Sipp sipp = new Sipp(scratch, Path.of(args[1], "sipp"), "1");
    Path data = Files.createTempDirectory(scratch, "data");
    int behind = SippBench.freePort();
    Report.machine();
    Process callee = sipp.answer(behind);
    try (var carillon =
        CarillonProcess.start(data, List.of(), Map.of(), CarillonProcess.CARILLON)) {
      String number = Trunk.create(carillon.api(), behind).number();
      Sipp.Outcome first = sipp.call(carillon.sip(), number, rate, WARM_UP_SECONDS);
      TimeUnit.SECONDS.sleep(TRANSACTIONS_GONE_SECONDS);
      report("before", carillon.pid());
      long good = 0;
      long failed = 0;
      for (int minute = 1; minute <= minutes; minute++) {
        Sipp.Outcome seen = sipp.call(carillon.sip(), number, rate, 60);
        good += seen.successful();
        failed += seen.failed();
        report("minute " + minute, carillon.pid());
      }
      TimeUnit.SECONDS.sleep(TRANSACTIONS_GONE_SECONDS);
      report("after", carillon.pid());
      Report.line(
          "%d minutes at %d calls a second: %d calls, %d failed; before them %d, %d failed;"
              + " %d detail records",
          minutes, rate, good, failed, first.successful(), first.failed(), records(data));
    } finally {
      callee.destroy();
    }
  }

  private static void report(String when, long pid) throws IOException, InterruptedException {
    Report.line(
        "%-10s live heap %6d KiB, process %7d KiB, %4d file descriptors, %3d of them sockets, %3d"
            + " threads",
        when,
        LiveHeap.of(pid) / 1024,
        ProcessTimes.pssKib(pid),
        descriptors(pid, ""),
        descriptors(pid, "socket:"),
        entries(Path.of("/proc", Long.toString(pid), "task")).count());
  }

  private static long descriptors(long pid, String kind) throws IOException {
    return entries(Path.of("/proc", Long.toString(pid), "fd"))
        .filter(fd -> target(fd).startsWith(kind))
        .count();
  }

  private static Stream<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList().stream();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  /** The detail records that were written, those of the warm-up among them. */
  private static long records(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("s3/bench-records"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
