package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * INVITE to 200 OK, seen by the caller, with a function that is already running; and what the
 * function took of it, measured in the function.
 *
 * <p>Arguments: a scratch folder, the folder of the benchmarks' functions, calls to measure.
 */
final class CallSetupBench {
  /** Calls right after the start, while the JVM still interprets and compiles. */
  private static final int COLD = 500;

  /** Calls before the JVM is warm: its compiler is busy for about the first ten thousand. */
  private static final int WARM_UP = 9_500;

  private static final int STEADY_RATE = 50;

  private final int calls;

  private CallSetupBench(int calls) {
    this.calls = calls;
  }

  public static void main(String[] args) throws Exception {
    Path scratch = Path.of(args[0]);
    Path functions = Path.of(args[1]);
    var bench = new CallSetupBench(Integer.parseInt(args[2]));
    Report.machine();
    bench.withChild("Python function", scratch, functions.resolve("answer.py") + ":handler");
    bench.withChild("Java function", scratch, functions.resolve("Answer.java") + ":Answer::handle");
  }

  private void withChild(String name, Path scratch, String function) throws Exception {
    Path data = Files.createTempDirectory(scratch, "data");
    Path times = Files.createTempFile(scratch, "function", ".times");
    Application application;
    try (var carillon =
            CarillonProcess.start(
                data,
                List.of(),
                Map.of("BENCH_FUNCTION_TIMES", times.toString()),
                CarillonProcess.CARILLON,
                "--function",
                Application.FUNCTION + "=" + function);
        var telephone = new Telephone()) {
      application = Application.create(carillon.api(), data);
      measure(name, carillon, telephone, application);
    }
    Latencies inside = new Latencies();
    List<String> lines = Files.readAllLines(times);
    lines
        .subList(Math.min(COLD + WARM_UP, lines.size()), lines.size())
        .forEach(line -> inside.add(Long.parseLong(line)));
    Report.line("%-16s %-37s %s", name, "of it, inside the function", inside.summary());
    if (name.startsWith("Python")) {
      // the same data, without any process to ask
      try (var node =
              CarillonProcess.start(data, List.of(), Map.of(), ZeroCostNode.class.getName());
          var telephone = new Telephone()) {
        measure("no function", node, telephone, application);
      }
    }
  }

  private void measure(
      String name, CarillonProcess carillon, Telephone telephone, Application application)
      throws Exception {
    Latencies cold = oneAfterTheOther(COLD, carillon, telephone, application);
    Report.line("%-16s %-37s %s", name, "INVITE to 200, right after the start", cold.summary());
    oneAfterTheOther(WARM_UP, carillon, telephone, application);
    Latencies alone = oneAfterTheOther(calls, carillon, telephone, application);
    Report.line("%-16s %-37s %s", name, "INVITE to 200, one call at a time", alone.summary());
    Latencies steady = steadily(calls, carillon, telephone, application);
    Report.line(
        "%-16s %-37s %s",
        name, "INVITE to 200, " + STEADY_RATE + " new calls a second", steady.summary());
  }

  private static Latencies oneAfterTheOther(
      int count, CarillonProcess carillon, Telephone telephone, Application application)
      throws Exception {
    Latencies latencies = new Latencies();
    for (int i = 0; i < count; i++) {
      Telephone.Line line = telephone.call(application.number(), carillon.sip());
      latencies.add(await(line.answered(), carillon));
      await(line.ended(), carillon);
    }
    return latencies;
  }

  /** New calls at a rate, whether or not the ones before are through. */
  private static Latencies steadily(
      int count, CarillonProcess carillon, Telephone telephone, Application application)
      throws Exception {
    Telephone.Line[] lines = new Telephone.Line[count];
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = start + i * (1_000_000_000L / STEADY_RATE);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      lines[i] = telephone.call(application.number(), carillon.sip());
    }
    Latencies latencies = new Latencies();
    for (Telephone.Line line : lines) {
      latencies.add(await(line.answered(), carillon));
      await(line.ended(), carillon);
    }
    return latencies;
  }

  private static <T> T await(CompletableFuture<T> future, CarillonProcess carillon)
      throws IOException, InterruptedException {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a call failed; Carillon printed:\n" + carillon.output(), e);
    }
  }
}
