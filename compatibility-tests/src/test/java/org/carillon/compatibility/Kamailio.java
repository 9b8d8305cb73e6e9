package org.carillon.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Kamailio as a carrier or as a customer's PBX, with resources/kamailio/kamailio.cfg. */
final class Kamailio implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final String address;
  private final int port;

  private Kamailio(Process process, Path log, String address, int port) {
    this.process = process;
    this.log = log;
    this.address = address;
    this.port = port;
  }

  /**
   * Starts it and waits until it answers OPTIONS.
   *
   * @param carrier whether it asks Carillon for its password
   * @param behind the telephone behind it, {@code host:port}
   * @param values further values of the configuration file
   */
  static Kamailio start(
      Path folder, boolean carrier, String address, String behind, Map<String, String> values)
      throws Exception {
    int port = Carillon.freePort(address);
    Map<String, String> all = new HashMap<>(values);
    all.put("ADDRESS", address);
    all.put("PORT", "" + port);
    all.put("BEHIND", behind);
    String text =
        Files.readString(Path.of(Kamailio.class.getResource("/kamailio/kamailio.cfg").toURI()));
    for (Map.Entry<String, String> value : all.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    Path home = Files.createTempDirectory(folder, "kamailio");
    Path config = Files.writeString(home.resolve("kamailio.cfg"), text);
    List<String> command =
        new ArrayList<>(
            List.of("kamailio", "-f", config.toString(), "-DD", "-E", "-m", "64", "-M", "8"));
    command.addAll(List.of("-Y", home.toString(), "-w", home.toString()));
    if (carrier) {
      command.addAll(List.of("-A", "CARRIER"));
    }
    Path log = home.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Kamailio kamailio = new Kamailio(process, log, address, port);
    Tools.await(
        () -> "Kamailio does not answer:\n" + kamailio.output(),
        Duration.ofSeconds(15),
        kamailio::answers);
    return kamailio;
  }

  int port() {
    return port;
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new AssertionError("Kamailio ended:\n" + output());
    }
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address))) {
      socket.setSoTimeout(200);
      byte[] options =
          """
          OPTIONS sip:probe@%1$s:%2$d SIP/2.0
          Via: SIP/2.0/UDP %1$s:%3$d;branch=z9hG4bKprobe%3$d
          From: <sip:probe@%1$s>;tag=probe
          To: <sip:probe@%1$s>
          Call-ID: probe-%3$d
          CSeq: 1 OPTIONS
          Max-Forwards: 70
          Content-Length: 0

          """
              .formatted(address, port, socket.getLocalPort())
              .replace("\n", "\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      InetAddress host = InetAddress.getByName(address);
      socket.send(new DatagramPacket(options, options.length, host, port));
      DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII)
          .startsWith("SIP/2.0 200");
    } catch (IOException notYet) {
      return false;
    }
  }

  String output() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
