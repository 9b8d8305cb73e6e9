package org.carillon.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** SIPp, the load generator of Debian's sip-tester, on one processor. */
final class Sipp {
  /**
   * What one run at one rate saw.
   *
   * @param cpuMillis user and system time of sipp itself: near the run's length it is the limit
   */
  record Outcome(
      long successful,
      long failed,
      long retransmissions,
      double perSecond,
      double p50Millis,
      double p99Millis,
      long cpuMillis,
      double seconds) {
    boolean clean() {
      return failed == 0;
    }
  }

  private final Path scratch;
  private final Path scenarios;
  private final String core;

  Sipp(Path scratch, Path scenarios, String core) {
    this.scratch = scratch;
    this.scenarios = scenarios;
    this.core = core;
  }

  /** Calls at a rate for some seconds; each call is hung up as soon as it is answered. */
  Outcome call(InetSocketAddress target, String number, int rate, int seconds)
      throws IOException, InterruptedException {
    Path run = Files.createTempDirectory(scratch, "sipp");
    List<String> command = new ArrayList<>(List.of("taskset", "-c", core, "sipp"));
    command.addAll(
        List.of("-sf", scenarios.resolve("call.xml").toString(), "-s", number, "-i", "127.0.0.1"));
    command.addAll(List.of("-mi", "127.0.0.1", "-t", "u1", "-nostdin", "-buff_size", "8000000"));
    command.addAll(List.of("-timer_resol", "1"));
    command.addAll(List.of("-r", "" + rate, "-m", "" + (long) rate * seconds, "-l", "200000"));
    command.addAll(List.of("-timeout", (seconds + 40) + "s", "-trace_stat", "-fd", "1"));
    command.addAll(List.of("-stf", run.resolve("stat.csv").toString(), "-trace_rtt"));
    command.addAll(List.of("-rtt_freq", "" + Math.max(1, rate), "127.0.0.1:" + target.getPort()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.directory(run.toFile()).redirectOutput(run.resolve("output").toFile());
    long start = System.nanoTime();
    Process sipp = builder.start();
    long cpu = 0;
    while (!sipp.waitFor(200, TimeUnit.MILLISECONDS)) {
      cpu = Math.max(cpu, ProcessTimes.cpuMillis(sipp.pid()));
    }
    return read(run, cpu, (System.nanoTime() - start) / 1e9);
  }

  /** A callee that answers every call, for a peer that relays. */
  Process answer(int port) throws IOException {
    List<String> command =
        List.of(
            "taskset",
            "-c",
            core,
            "sipp",
            "-sf",
            scenarios.resolve("answer.xml").toString(),
            "-i",
            "127.0.0.1",
            "-p",
            "" + port,
            "-mi",
            "127.0.0.1",
            "-t",
            "u1",
            "-nostdin",
            "-buff_size",
            "8000000");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.directory(scratch.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  private static Outcome read(Path run, long cpu, double seconds) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("stat.csv"));
    if (lines.size() < 2) {
      throw new IOException(
          "sipp: " + Files.readString(run.resolve("output"), StandardCharsets.ISO_8859_1));
    }
    List<String> names = List.of(lines.getFirst().split(";"));
    String[] last = lines.getLast().split(";");
    Latencies latencies = new Latencies();
    try (var files = Files.list(run)) {
      for (Path file : files.filter(f -> f.toString().endsWith("_rtt.csv")).toList()) {
        Files.readAllLines(file).stream()
            .skip(1)
            .map(line -> line.split(";"))
            .forEach(f -> latencies.add(Math.round(Double.parseDouble(f[1]) * 1e6)));
      }
    }
    return new Outcome(
        value(names, last, "SuccessfulCall(C)"),
        value(names, last, "FailedCall(C)"),
        value(names, last, "Retransmissions(C)"),
        Double.parseDouble(last[names.indexOf("CallRate(C)")]),
        latencies.millis(0.5),
        latencies.millis(0.99),
        cpu,
        seconds);
  }

  private static long value(List<String> names, String[] fields, String name) {
    return Long.parseLong(fields[names.indexOf(name)].toLowerCase(Locale.ROOT));
  }
}
