package org.carillon.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** SIPp playing one of our scenario files, beside the test. */
final class Sipp implements AutoCloseable {
  private static final int FIRST_MEDIA_PORT = 45_000;
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Process process;
  private final Path output;
  private final Path messages;
  private final int port;

  private Sipp(Process process, Path output, Path messages, int port) {
    this.process = process;
    this.output = output;
    this.messages = messages;
    this.port = port;
  }

  /**
   * Starts a scenario that waits for a call.
   *
   * @param scenario a file of resources/sipp
   * @param transport u1 or t1
   * @param address the address to listen on
   */
  static Sipp callee(Path folder, String scenario, String transport, String address, int port)
      throws Exception {
    return callee(folder, List.of(), scenario, transport, address, port);
  }

  /** The same on another host: {@code before} runs a command there. */
  static Sipp callee(
      Path folder, List<String> before, String scenario, String transport, String address, int port)
      throws Exception {
    Sipp sipp = start(folder, before, scenario, transport, address, port, List.of("-rtp_echo"));
    Tools.await(
        () -> "sipp does not listen: " + sipp.output(),
        Duration.ofSeconds(10),
        () -> !sipp.process.isAlive() || sipp.listens(transport));
    return sipp;
  }

  /**
   * Starts a scenario that calls.
   *
   * @param service the number to call
   * @param more further arguments, the remote {@code host:port} among them
   */
  static Sipp caller(
      Path folder,
      List<String> before,
      String scenario,
      String transport,
      String address,
      String service,
      String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("-s", service));
    int port = Carillon.freePort("127.0.0.1");
    return start(folder, before, scenario, transport, address, port, arguments);
  }

  static Sipp caller(
      Path folder,
      String scenario,
      String transport,
      String address,
      String service,
      String... more)
      throws Exception {
    return caller(folder, List.of(), scenario, transport, address, service, more);
  }

  private static Sipp start(
      Path folder,
      List<String> before,
      String scenario,
      String transport,
      String address,
      int port,
      List<String> arguments)
      throws Exception {
    Path file = Path.of(Sipp.class.getResource("/sipp/" + scenario).toURI());
    Path output = Files.createTempFile(folder, "sipp", ".out");
    Path messages = Files.createTempFile(folder, "sipp", ".messages");
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            "sipp",
            "-sf",
            file.toString(),
            "-i",
            address,
            "-mi",
            address,
            "-p",
            "" + port,
            "-mp",
            "" + mediaPort(),
            "-t",
            transport,
            "-m",
            "1",
            "-nostdin",
            "-trace_msg",
            "-message_file",
            messages.toString(),
            "-timeout",
            "60s",
            "-timeout_error"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.directory(folder.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(output.toFile());
    return new Sipp(builder.start(), output, messages, port);
  }

  /** Every SIPp has four ports of its own: it echoes on two of them, and takes RTCP. */
  private static int mediaPort() {
    return FIRST_MEDIA_PORT + 4 * (STARTED.getAndIncrement() % 1_000);
  }

  /** Whether its socket is there, by the table of sockets of the host that it runs on. */
  private boolean listens(String transport) {
    String port = ":%04X ".formatted(this.port);
    String table = transport.startsWith("u") ? "udp" : "tcp";
    return Stream.of(table, table + "6")
        .map(name -> Path.of("/proc/" + process.pid() + "/net/" + name))
        .anyMatch(file -> read(file).contains(port));
  }

  /** Waits for the scenario's end and wants its success. */
  Sipp expectSuccess() throws InterruptedException {
    if (!process.waitFor(70, TimeUnit.SECONDS)) {
      throw new AssertionError("sipp does not end\n" + output());
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("sipp ended with " + process.exitValue() + "\n" + output());
    }
    return this;
  }

  /** The messages that it sent and received. */
  String messages() {
    return read(messages);
  }

  private String output() {
    return read(output) + read(messages);
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
