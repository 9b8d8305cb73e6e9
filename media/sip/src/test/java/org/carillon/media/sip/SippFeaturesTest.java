package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.digest.DigestAlgorithm;
import org.carillon.media.sip.digest.DigestServer;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digest, PRACK and session refresh with sipp, a stack that we did not write. */
class SippFeaturesTest {
  @TempDir Path folder;

  @BeforeEach
  void needsSipp() {
    Programs.require("sipp", "sip-tester");
  }

  private Path log() {
    return folder.resolve("sipp.log");
  }

  private Process sipp(String scenario, String... arguments) throws IOException {
    Path file = folder.resolve(scenario);
    try (InputStream in = getClass().getResourceAsStream("/sipp/" + scenario)) {
      Files.copy(in, file);
    }
    List<String> command = new ArrayList<>(List.of("sipp", "-sf", file.toString()));
    command.addAll(List.of("-i", "127.0.0.1", "-nostdin", "-timeout", "30s", "-trace_err"));
    command.addAll(List.of(arguments));
    return Programs.start(folder, log(), command);
  }

  private void expectSuccess(Process sipp) throws Exception {
    assertThat(sipp.waitFor(40, TimeUnit.SECONDS)).as("sipp ended").isTrue();
    assertThat(sipp.exitValue()).as(() -> Programs.said(log()) + errors()).isZero();
  }

  private String errors() {
    try (var files = Files.list(folder)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(path -> path.toString().endsWith("errors.log")).toList()) {
        all.append(Programs.said(file));
      }
      return all.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void customerProvesItsPasswordAndAcknowledgesEarlyMedia() throws Exception {
    // sipp knows MD5 only
    DigestServer digest =
        new DigestServer(InstantSource.system(), new byte[32], List.of(DigestAlgorithm.MD5));
    TestUser user =
        new TestUser(
            (call, invite) -> {
              InetAddress source = call.source().orElseThrow().remote().getAddress();
              boolean known =
                  digest.verify(invite, 407, "trunk", source, name -> password(name)).isAccepted();
              if (known) {
                call.provisional(183, Endpoints.OFFER, List.of());
                call.answer(null);
              } else {
                call.reject(407, null, digest.challenge(407, "trunk", source, false));
              }
            });
    try (SipEndpoint endpoint = Endpoints.start(user)) {
      String target = "127.0.0.1:" + endpoint.localAddresses().getFirst().getPort();

      expectSuccess(sipp("customer.xml", target, "-m", "1"));

      Waiting.until(() -> user.rest().size() == 6);
      assertThat(user.rest())
          .extracting(TestUser.Event::name)
          .containsExactlyInAnyOrder("invite", "ended", "invite", "prack", "confirmed", "ended");
      assertThat(user.rest())
          .filteredOn(event -> event.name().equals("ended"))
          .extracting(event -> ((CallEnd) event.detail()).cause())
          .containsExactly(CallEnd.Cause.REJECTED, CallEnd.Cause.BYE_RECEIVED);
    }
  }

  private static Optional<String> password(String user) {
    return user.equals("joe") ? Optional.of("schmoe") : Optional.empty();
  }

  @Test
  void carrierChecksOurPasswordRingsReliablyAndIsRefreshed() throws Exception {
    int port = Programs.freeUdpPort();
    Process sipp = sipp("carrier.xml", "-m", "1", "-p", "" + port);
    TestUser caller = new TestUser();
    SipConfig config =
        Endpoints.config("127.0.0.1")
            .withTimers(Endpoints.FAST.withSession(Duration.ofSeconds(4), Duration.ofSeconds(1)));
    try (SipEndpoint endpoint = SipEndpoint.start(config, caller)) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      OutgoingInvite invite =
          OutgoingInvite.to(
                  SipUri.sip("+12065550100", "127.0.0.1", port),
                  NameAddress.of(SipUri.sip("joe", "127.0.0.1", -1)))
              .withDestination(SipDestination.udp(address))
              .withBody(Endpoints.OFFER)
              .withCredentials(new SipCredentials("joe", "schmoe"));

      endpoint.invite(invite, caller);

      SipResponse media = (SipResponse) caller.expect("provisional").detail();
      assertThat(media.status()).isEqualTo(183);
      assertThat(media.body()).isPresent();
      caller.expect("answered");
      // sipp hangs up after our refresh
      CallEnd end = caller.expectEnd();
      expectSuccess(sipp);
      assertThat(end.cause()).as(end.reason()).isEqualTo(CallEnd.Cause.BYE_RECEIVED);
    } finally {
      sipp.destroy();
    }
  }
}
