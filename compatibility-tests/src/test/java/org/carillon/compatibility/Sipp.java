package org.carillon.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** SIPp playing one of our scenario files, beside the test. */
final class Sipp implements AutoCloseable {
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
  static Sipp callee(Path folder, String scenario, String transport, String address)
      throws Exception {
    Sipp sipp = start(folder, List.of(), scenario, transport, address, List.of("-rtp_echo"));
    Tools.await(
        () -> "sipp does not listen: " + sipp.output(),
        Duration.ofSeconds(10),
        () -> !sipp.process.isAlive() || sipp.listens(transport, address));
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
    return start(folder, before, scenario, transport, address, arguments);
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
      List<String> arguments)
      throws Exception {
    Path file = Path.of(Sipp.class.getResource("/sipp/" + scenario).toURI());
    int port = Carillon.freePort(address);
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
            "" + mediaPort(address),
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

  /** An even port with the two after it free: SIPp echoes on two of them. */
  private static int mediaPort(String address) throws IOException {
    InetAddress local = InetAddress.getByName(address);
    for (int port = 45_000; port < 49_000; port += 4) {
      try (DatagramSocket first = new DatagramSocket(port, local);
          DatagramSocket second = new DatagramSocket(port + 2, local)) {
        return Math.min(first.getLocalPort(), second.getLocalPort());
      } catch (java.net.BindException taken) {
        continue;
      }
    }
    throw new IOException("no port for audio is free on " + address);
  }

  private boolean listens(String transport, String address) {
    try (AutoCloseable probe =
        transport.startsWith("u")
            ? new DatagramSocket(port, InetAddress.getByName(address))
            : new java.net.ServerSocket(port, 1, InetAddress.getByName(address))) {
      return probe == null;
    } catch (Exception taken) {
      return true;
    }
  }

  int port() {
    return port;
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
