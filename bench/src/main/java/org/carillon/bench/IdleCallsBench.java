package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What an answered call that nobody speaks on costs in memory: live heap with and without the
 * calls, divided by the calls.
 *
 * <p>Arguments: a scratch folder, the folder of the benchmarks' functions, calls to hold, and
 * {@code application} for calls that a function has or {@code trunk} for calls that go on to a
 * host: those have two legs.
 */
final class IdleCallsBench {
  private static final int BATCH = 20;

  /** 64*T1 and some: so long a transaction of an answered INVITE is remembered (RFC 6026). */
  private static final long TRANSACTIONS_GONE_SECONDS = 36;

  private IdleCallsBench() {}

  public static void main(String[] args) throws Exception {
    Path data = Files.createTempDirectory(Path.of(args[0]), "data");
    String function = Application.FUNCTION + "=" + Path.of(args[1], "answer.py") + ":handler";
    int calls = Integer.parseInt(args[2]);
    boolean onward = args[3].equals("trunk");
    Report.machine();
    try (var carillon =
            CarillonProcess.start(
                data, List.of(), Map.of(), CarillonProcess.CARILLON, "--function", function);
        var telephone = new Telephone();
        var exchange = new Telephone()) {
      String number =
          onward
              ? Trunk.create(carillon.api(), exchange.answering().getPort()).number()
              : Application.create(carillon.api(), data).number();
      hangUp(hold(200, carillon, telephone, number)); // so that every class is loaded
      TimeUnit.SECONDS.sleep(TRANSACTIONS_GONE_SECONDS);
      final long heap = LiveHeap.of(carillon.pid());
      final long pss = ProcessTimes.pssKib(carillon.pid());
      List<Telephone.Line> lines = hold(calls, carillon, telephone, number);
      report("just answered", carillon, heap, pss, calls);
      TimeUnit.SECONDS.sleep(TRANSACTIONS_GONE_SECONDS);
      report("after " + TRANSACTIONS_GONE_SECONDS + " s", carillon, heap, pss, calls);
      hangUp(lines);
      TimeUnit.SECONDS.sleep(TRANSACTIONS_GONE_SECONDS);
      Report.line(
          "all hung up, after %d s: %+d KiB of heap against before the calls",
          TRANSACTIONS_GONE_SECONDS, (LiveHeap.of(carillon.pid()) - heap) / 1024);
    }
  }

  private static List<Telephone.Line> hold(
      int count, CarillonProcess carillon, Telephone telephone, String number) throws Exception {
    List<Telephone.Line> lines = new ArrayList<>();
    while (lines.size() < count) {
      int from = lines.size();
      for (int i = 0; i < BATCH && lines.size() < count; i++) {
        lines.add(telephone.callAndStay(number, carillon.sip()));
      }
      for (Telephone.Line line : lines.subList(from, lines.size())) {
        var _ = line.answered().get(30, TimeUnit.SECONDS);
      }
    }
    return lines;
  }

  private static void hangUp(List<Telephone.Line> lines) throws Exception {
    lines.forEach(Telephone.Line::hangUp);
    for (Telephone.Line line : lines) {
      var _ = line.ended().get(30, TimeUnit.SECONDS);
    }
  }

  private static void report(
      String when, CarillonProcess carillon, long heapBefore, long pssBefore, int calls)
      throws IOException, InterruptedException {
    long heap = LiveHeap.of(carillon.pid()) - heapBefore;
    long pss = ProcessTimes.pssKib(carillon.pid()) - pssBefore;
    Report.line(
        "%d calls held, %-12s: %.1f KiB of live heap a call; process memory %+d KiB",
        calls, when, heap / 1024.0 / calls, pss);
    if (Boolean.getBoolean("bench.histogram")) {
      Report.line(
          "%s",
          LiveHeap.histogram(carillon.pid()).lines().limit(40).reduce("", (a, b) -> a + "\n" + b));
    }
  }
}
