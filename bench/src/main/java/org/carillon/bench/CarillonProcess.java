package org.carillon.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program under test in a JVM of its own, on free loopback ports. */
final class CarillonProcess implements AutoCloseable {
  /** Keys that the first start takes from its environment; of use on the benchmark's data only. */
  static final String KEY_ID = "AKIABENCHBENCHBENCH0";

  static final String SECRET = "bench/secret/of/no/use/elsewhere/0000000";

  /** The main class of {@code scripts/run-local}. */
  static final String CARILLON = "org.carillon.local.Main";

  private static final Pattern READY =
      Pattern.compile("carillon is ready  api=(\\S+)  sip=(\\S+):(\\d+)");
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Process process;
  private final Path log;
  private final Map<Long, Long> functionTimes = new HashMap<>(); // milliseconds by process id
  private final URI api;
  private final InetSocketAddress sip;

  private CarillonProcess(Process process, Path log) throws IOException {
    this.process = process;
    this.log = log;
    Matcher ready = awaitReady();
    this.api = URI.create(ready.group(1));
    this.sip = new InetSocketAddress(ready.group(2), Integer.parseInt(ready.group(3)));
  }

  /**
   * Starts it and waits for its ready line.
   *
   * @param prefix what runs it, {@code taskset -c 0} say; empty for nothing
   * @param environment on top of ours
   * @param mainClass prints a ready line
   * @param options of the main class, beside data folder and ports
   */
  static CarillonProcess start(
      Path data,
      List<String> prefix,
      Map<String, String> environment,
      String mainClass,
      String... options)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:MaxTenuringThreshold=1"));
    // as scripts/run-local starts it
    Path aot = Path.of(System.getenv().getOrDefault("CARILLON_AOT", ""));
    if (Files.isRegularFile(aot)) {
      command.addAll(List.of("-XX:AOTCache=" + aot, "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    String more = System.getenv().getOrDefault("BENCH_JAVA_OPTS", "");
    if (!more.isBlank()) {
      command.addAll(List.of(more.strip().split(" +")));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of("--bind", "127.0.0.1", "--data", data.toString()));
    command.addAll(List.of("--api-port", "0", "--sip-port", "0", "--rtp-ports", "20000-29999"));
    command.addAll(List.of(options));
    Path log = Files.createTempFile(data.toAbsolutePath().getParent(), "carillon", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_ACCESS_KEY_ID", KEY_ID);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", SECRET);
    builder.environment().putAll(environment);
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new CarillonProcess(process, log);
  }

  URI api() {
    return api;
  }

  InetSocketAddress sip() {
    return sip;
  }

  long pid() {
    return process.pid();
  }

  /** Everything it printed so far. */
  String output() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  /** User and system time of the program itself so far, in milliseconds. */
  long cpuMillis() throws IOException {
    return ProcessTimes.cpuMillis(process.pid());
  }

  /** The same of its child processes, those that ended since the last look too: the functions. */
  long functionCpuMillis() throws IOException {
    for (ProcessHandle child : process.descendants().toList()) {
      functionTimes.merge(child.pid(), ProcessTimes.cpuMillis(child.pid()), Math::max);
    }
    return functionTimes.values().stream().mapToLong(Long::longValue).sum();
  }

  private Matcher awaitReady() throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      Matcher ready = READY.matcher(output());
      if (ready.find()) {
        return ready;
      }
      LockSupport.parkNanos(20_000_000);
    }
    process.destroyForcibly();
    throw new IOException("no ready line; it printed:\n" + output());
  }

  /** Ends it as Ctrl-C does. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
