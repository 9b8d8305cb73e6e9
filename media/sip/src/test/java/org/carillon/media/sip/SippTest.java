package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls with sipp, a stack that we did not write, in both directions. */
class SippTest {
  @TempDir Path folder;

  @BeforeEach
  void needsSipp() {
    boolean present =
        List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
            .anyMatch(path -> Files.isExecutable(Path.of(path, "sipp")));
    if ("true".equals(System.getenv("CI"))) {
      assertThat(present).as("In CI sipp must be installed (Debian package sip-tester)").isTrue();
    }
    assumeTrue(present, "Skipped: sipp is not installed (Debian package sip-tester)");
  }

  private Process sipp(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sipp"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-i", "127.0.0.1", "-nostdin", "-timeout", "30s"));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("sipp.log").toFile())
        .start();
  }

  private void expectSuccess(Process sipp) throws Exception {
    assertThat(sipp.waitFor(40, TimeUnit.SECONDS)).as("sipp ended").isTrue();
    assertThat(sipp.exitValue()).as(() -> log()).isZero();
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("sipp.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @ParameterizedTest
  @CsvSource({"u1", "t1"})
  void sippCallsUs(String transport) throws Exception {
    TestUser user =
        new TestUser(
            (call, invite) -> {
              call.provisional(180);
              call.answer(Endpoints.OFFER);
            });
    try (SipEndpoint endpoint = Endpoints.start(user)) {
      String target = "127.0.0.1:" + endpoint.localAddresses().getFirst().getPort();

      expectSuccess(
          sipp(target, "-sn", "uac", "-t", transport, "-m", "20", "-r", "50", "-d", "50"));

      Waiting.until(
          () -> user.rest().stream().filter(event -> event.name().equals("ended")).count() == 20);
      assertThat(user.rest())
          .filteredOn(event -> event.name().equals("ended"))
          .extracting(event -> ((CallEnd) event.detail()).cause())
          .containsOnly(CallEnd.Cause.BYE_RECEIVED);
    }
  }

  @ParameterizedTest
  @CsvSource({"u1, UDP", "t1, TCP"})
  void weCallSipp(String option, Transport transport) throws Exception {
    int port = freePort();
    Process sipp = sipp("-sn", "uas", "-t", option, "-m", "1", "-p", "" + port);
    TestUser caller = new TestUser();
    try (SipEndpoint endpoint = Endpoints.start(caller)) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      if (transport == Transport.TCP) {
        awaitListening(address);
      }
      SipDestination way = new SipDestination(transport, address);
      UacCall call = Endpoints.call(endpoint, endpoint, way, caller);
      caller.expect("provisional");
      caller.expect("answered");
      Endpoints.on(call.loop(), call::hangUp);

      assertThat(caller.expectEnd().cause()).isEqualTo(CallEnd.Cause.BYE_SENT);
      expectSuccess(sipp);
    } finally {
      sipp.destroy();
    }
  }

  @Test
  void manyCallsASecondLoseNone() throws Exception {
    TestUser user = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    try (SipEndpoint endpoint = Endpoints.start(user)) {
      String target = "127.0.0.1:" + endpoint.localAddresses().getFirst().getPort();

      expectSuccess(sipp(target, "-sn", "uac", "-m", "1000", "-r", "500", "-d", "0"));
    }
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(InetSocketAddress address) {
    Waiting.until(
        () -> {
          try (java.net.Socket socket = new java.net.Socket()) {
            socket.connect(address, 200);
            return true;
          } catch (IOException e) {
            return false;
          }
        });
  }
}
