package org.carillon.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Calls a second with no failed call on one processor, and what a call costs: Carillon with a
 * function in a process of its own, Carillon with a function that costs nothing, and Kamailio
 * relaying. The program under test is alone on processor 0; sipp, and what answers behind a relay,
 * and the function are on processor 1.
 *
 * <p>Arguments: a scratch folder, the bench folder, seconds at each rate, rates with commas.
 */
final class SippBench {
  private static final String UNDER_TEST = "0";
  private static final String TOOLS = "1";

  /** Calls a second before the measurement, each for {@value #WARM_UP_SECONDS} s. */
  private static final int[] WARM_UP_RATES = {250, 600};

  private static final int WARM_UP_SECONDS = 40;

  /** As in the node's image; and the threads of a JVM that has one processor from its start. */
  static final Map<String, String> ONE_PROCESSOR =
      Map.of(
          "JDK_JAVA_OPTIONS",
          "-XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=10 -XX:ParallelGCThreads=1");

  private static final int QUIET_LIMIT_SECONDS = 30;
  private static final long QUIET_MILLIS_A_SECOND = 60;

  private final Path scratch;
  private final Path home;
  private final int seconds;
  private final int[] rates;
  private final Sipp sipp;

  SippBench(Path scratch, Path home, int seconds, int[] rates) {
    this.scratch = scratch;
    this.home = home;
    this.seconds = seconds;
    this.rates = rates;
    this.sipp = new Sipp(scratch, home.resolve("sipp"), TOOLS);
  }

  public static void main(String[] args) throws Exception {
    int[] rates = Arrays.stream(args[3].split(",")).mapToInt(Integer::parseInt).toArray();
    var bench = new SippBench(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]), rates);
    Report.machine();
    bench.carillon();
    bench.kamailio();
  }

  /**
   * Handles what is under test: pins it, reads its processor time and that of the functions it
   * asks.
   */
  interface Meter {
    long pid();

    long program() throws IOException;

    long functions() throws IOException;
  }

  private void carillon() throws Exception {
    Path data = Files.createTempDirectory(scratch, "data");
    String function = Application.FUNCTION + "=" + home.resolve("functions/answer.py") + ":handler";
    Application application;
    try (var carillon =
        CarillonProcess.start(
            data,
            List.of(),
            withFunctionsBeside(),
            CarillonProcess.CARILLON,
            "--function",
            function)) {
      application = Application.create(carillon.api(), data);
      step("Carillon, Python function", carillon.sip(), application.number(), meter(carillon));
    }
    try (var node =
        CarillonProcess.start(data, List.of(), ONE_PROCESSOR, ZeroCostNode.class.getName())) {
      step("Carillon, function for free", node.sip(), application.number(), meter(node));
    }
  }

  private static Map<String, String> withFunctionsBeside() {
    Map<String, String> environment = new HashMap<>(ONE_PROCESSOR);
    environment.put("BENCH_FUNCTION_CORE", TOOLS);
    return environment;
  }

  static Meter meter(CarillonProcess process) {
    return new Meter() {
      @Override
      public long pid() {
        return process.pid();
      }

      @Override
      public long program() throws IOException {
        return process.cpuMillis();
      }

      @Override
      public long functions() throws IOException {
        return process.functionCpuMillis();
      }
    };
  }

  /** A sipp that answers every call. */
  Process answer(int port) throws IOException {
    return sipp.answer(port);
  }

  /** The highest rate at which no call failed; 0 where it is not installed. */
  double kamailio() throws Exception {
    if (!installed("kamailio")) {
      Report.line("Kamailio: SKIPPED, it is not installed (Debian package kamailio).");
      return 0;
    }
    int port = freePort();
    int behind = freePort();
    Path config = scratch.resolve("kamailio.cfg");
    Files.writeString(
        config,
        Files.readString(home.resolve("sipp/kamailio.cfg"))
            .replace("@PORT@", "" + port)
            .replace("@BEHIND@", "" + behind));
    Process callee = sipp.answer(behind);
    Process kamailio =
        new ProcessBuilder(
                "taskset",
                "-c",
                UNDER_TEST,
                "kamailio",
                "-f",
                config.toString(),
                "-DD",
                "-E",
                "-m",
                "512",
                "-M",
                "32",
                "-x",
                "tlsf",
                "-X",
                "tlsf",
                "-Y",
                scratch.toString())
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("kamailio.log").toFile())
            .start();
    try {
      TimeUnit.SECONDS.sleep(2);
      if (!kamailio.isAlive()) {
        throw new IOException(Files.readString(scratch.resolve("kamailio.log")));
      }
      var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
      return step("Kamailio, stateful relay", address, "+12065550100", meter(kamailio));
    } finally {
      kamailio.destroy();
      callee.destroy();
    }
  }

  private static Meter meter(Process process) {
    return new Meter() {
      @Override
      public long pid() {
        return process.pid();
      }

      @Override
      public long program() throws IOException {
        long sum = ProcessTimes.cpuMillis(process.pid());
        for (ProcessHandle child : process.descendants().toList()) {
          sum += ProcessTimes.cpuMillis(child.pid());
        }
        return sum;
      }

      @Override
      public long functions() {
        return 0;
      }
    };
  }

  /**
   * Up the rates until calls fail.
   *
   * @return the highest rate at which no call failed, in calls a second
   */
  double step(String name, InetSocketAddress target, String number, Meter meter) throws Exception {
    for (int rate : WARM_UP_RATES) {
      sipp.call(target, number, rate, WARM_UP_SECONDS);
    }
    awaitQuiet(meter);
    pin(meter.pid());
    double clean = 0;
    for (int rate : rates) {
      final long before = meter.program();
      final long functionsBefore = meter.functions();
      Sipp.Outcome seen = sipp.call(target, number, rate, seconds);
      awaitQuiet(meter);
      double perCall = (meter.program() - before) / (double) Math.max(1, seen.successful());
      double functions =
          (meter.functions() - functionsBefore) / (double) Math.max(1, seen.successful());
      Report.line(
          "%-28s %5d/s: %6d ok %5d failed %5d retransmitted; INVITE to 200 p50 %.1f p99 %.1f ms;"
              + " CPU %.3f ms a call, functions %.3f; sipp at %.0f %%",
          name,
          rate,
          seen.successful(),
          seen.failed(),
          seen.retransmissions(),
          seen.p50Millis(),
          seen.p99Millis(),
          perCall,
          functions,
          seen.cpuMillis() / 10.0 / seen.seconds());
      if (!seen.clean()) {
        break;
      }
      clean = rate;
    }
    return clean;
  }

  /**
   * Records are written after the calls, and code is compiled: both belong to what a call costs.
   */
  private static void awaitQuiet(Meter meter) throws IOException, InterruptedException {
    long last = meter.program();
    for (int second = 0; second < QUIET_LIMIT_SECONDS; second++) {
      TimeUnit.SECONDS.sleep(1);
      long now = meter.program();
      if (now - last < QUIET_MILLIS_A_SECOND) {
        return;
      }
      last = now;
    }
    Report.line("# still busy after %d s", QUIET_LIMIT_SECONDS);
  }

  /**
   * From now on all its threads are on one processor. Not before: a JVM that shares its only
   * processor with its compiler takes minutes to warm up.
   */
  private static void pin(long pid) throws IOException, InterruptedException {
    Process taskset =
        new ProcessBuilder("taskset", "-a", "-c", "-p", UNDER_TEST, Long.toString(pid))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (taskset.waitFor() != 0) {
      throw new IOException("taskset cannot pin process " + pid);
    }
  }

  private static boolean installed(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
