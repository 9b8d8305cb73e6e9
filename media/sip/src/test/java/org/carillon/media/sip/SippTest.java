package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
    Programs.require("sipp", "sip-tester");
  }

  private Process sipp(String... arguments) throws IOException {
    return sippAt("127.0.0.1", arguments);
  }

  private Process sippAt(String host, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sipp"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-i", host, "-nostdin", "-timeout", "30s"));
    return Programs.start(folder, folder.resolve("sipp.log"), command);
  }

  private void expectSuccess(Process sipp) throws Exception {
    assertThat(sipp.waitFor(40, TimeUnit.SECONDS)).as("sipp ended").isTrue();
    assertThat(sipp.exitValue()).as(() -> log()).isZero();
  }

  private String log() {
    return Programs.said(folder.resolve("sipp.log"));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, u1", "127.0.0.1, t1", "::1, u1", "::1, t1"})
  void sippCallsUs(String host, String transport) throws Exception {
    TestUser user =
        new TestUser(
            (call, invite) -> {
              call.provisional(180);
              call.answer(Endpoints.OFFER);
            });
    try (SipEndpoint endpoint = SipEndpoint.start(Endpoints.config(host), user)) {
      String name = host.contains(":") ? "[" + host + "]" : host;
      String target = name + ":" + endpoint.localAddresses().getFirst().getPort();

      expectSuccess(
          sippAt(name, target, "-sn", "uac", "-t", transport, "-m", "20", "-r", "50", "-d", "50"));

      Waiting.until(
          () -> user.rest().stream().filter(event -> event.name().equals("ended")).count() == 20);
      assertThat(user.rest())
          .filteredOn(event -> event.name().equals("ended"))
          .extracting(event -> ((CallEnd) event.detail()).cause())
          .containsOnly(CallEnd.Cause.BYE_RECEIVED);
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, u1, UDP", "127.0.0.1, t1, TCP", "::1, u1, UDP", "::1, t1, TCP"})
  void weCallSipp(String host, String option, Transport transport) throws Exception {
    int port = Programs.freeUdpPort();
    Process sipp =
        sippAt(
            host.contains(":") ? "[" + host + "]" : host,
            "-sn",
            "uas",
            "-t",
            option,
            "-m",
            "1",
            "-p",
            "" + port);
    TestUser caller = new TestUser();
    try (SipEndpoint endpoint = SipEndpoint.start(Endpoints.config(host), caller)) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(host), port);
      if (transport == Transport.TCP) {
        awaitListening(address);
      }
      SipDestination way = new SipDestination(transport, address);
      UacCall call = Endpoints.callAt(endpoint, way, "service", caller);
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
