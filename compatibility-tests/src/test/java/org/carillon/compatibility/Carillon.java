package org.carillon.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Carillon as its users have it: {@code scripts/run-local} in a process of its own. */
public final class Carillon implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("carillon is ready .*");
  private static final Pattern KEY = Pattern.compile("export (AWS_[A-Z_]+)=(\\S+)");

  private final List<String> before;
  private final String apiHost;
  private final Path data;
  private final int apiPort;
  private final int sipPort;
  private final List<String> options;
  private final Path log;
  private Process process;

  private Carillon(List<String> before, String apiHost, Path data, List<String> options)
      throws IOException {
    this.before = List.copyOf(before);
    this.apiHost = apiHost;
    this.data = data;
    this.options = List.copyOf(options);
    this.apiPort = freePort("127.0.0.1");
    this.sipPort = freePort("127.0.0.1");
    this.log = data.resolveSibling(data.getFileName() + ".log");
  }

  /** Starts it on free ports and waits for the ready line. */
  public static Carillon start(Path data, String... options) throws IOException {
    return startOn(List.of(), "127.0.0.1", data, options);
  }

  /**
   * Starts it on another host.
   *
   * @param before what runs a command there
   * @param apiHost the address that its API is reached at
   */
  static Carillon startOn(List<String> before, String apiHost, Path data, String... options)
      throws IOException {
    Carillon carillon = new Carillon(before, apiHost, data, List.of(options));
    carillon.start();
    return carillon;
  }

  /** Starts it again on the same data and ports. */
  void start() throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("carillon.home"), "scripts", "run-local").toString());
    command.addAll(List.of("--api-port", "" + apiPort, "--sip-port", "" + sipPort));
    command.addAll(List.of("--rtp-ports", "41000-44999", "--data", data.toString()));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    // the reactor has built everything; the script must not call Maven inside Maven
    builder.environment().put("CARILLON_SKIP_BUILD", "1");
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    int before = output().length();
    process = builder.start();
    Tools.await(
        () -> "the ready line; output so far:\n" + output(),
        Duration.ofMinutes(1),
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError(
                "run-local ended with " + process.exitValue() + "\n" + output());
          }
          return READY.matcher(output().substring(before)).find();
        });
  }

  /** The endpoint for clients. */
  public String endpoint() {
    return "http://" + apiHost + ":" + apiPort;
  }

  int sipPort() {
    return sipPort;
  }

  /** The environment of a client: the keys that were printed at the first start, and a region. */
  public Map<String, String> clientEnvironment() {
    Map<String, String> environment = new java.util.TreeMap<>();
    Matcher keys = KEY.matcher(output());
    while (keys.find()) {
      environment.put(keys.group(1), keys.group(2));
    }
    if (!environment.containsKey("AWS_SECRET_ACCESS_KEY")) {
      throw new AssertionError("no key was printed at the first start:\n" + output());
    }
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_PAGER", "");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return environment;
  }

  /** Everything it printed so far. */
  String output() {
    try {
      return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The objects of a bucket under a prefix, in order of their names. */
  List<Path> objects(String bucket, String prefix) {
    Path folder = data.resolve("s3").resolve(bucket).resolve(prefix);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    // the script replaces itself by the JVM (exec), so this is the JVM
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends it as Ctrl-C does. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("Carillon did not stop within 20 s\n" + output());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** A port that is free for UDP and TCP on an address of this machine. */
  static int freePort(String address) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral(address);
    IOException taken = new IOException("no attempt was made");
    for (int attempt = 0; attempt < 50; attempt++) {
      try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
          DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback)) {
        return udp.getLocalPort();
      } catch (BindException free) {
        taken = free; // free for TCP, taken for UDP: try another
      }
    }
    throw taken;
  }
}
