package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.core.ports.SealedSecret;
import org.carillon.core.ports.Sealer;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.digest.DigestServer;
import org.carillon.media.sip.digest.DigestVerdict;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A carrier that wants us to register gets what it wants (D6, RFC 3261 section 10). */
@Timeout(60)
class RegistrationsTest {
  private static final Registrations.Periods OFTEN =
      new Registrations.Periods(Duration.ofMillis(50), Duration.ofMillis(50));

  private final List<TrunkTarget> wanted = new CopyOnWriteArrayList<>();
  private SipEndpoint ours;
  private Registrar registrar;
  private Registrations registrations;

  @BeforeEach
  void start() throws Exception {
    registrar = new Registrar();
    ours = SipEndpoint.start(onLoopback(List.of("OPTIONS")), registrar);
    registrar.endpoint = SipEndpoint.start(onLoopback(List.of("REGISTER")), registrar);
    registrations = new Registrations(() -> ours, () -> wanted, new Plain(), OFTEN);
  }

  @AfterEach
  void stop() {
    ours.close();
    registrar.endpoint.close();
  }

  @Test
  void itRegistersWithItsPasswordAndTakesTheRegistrationBack() {
    wanted.add(trunk("s3cret"));
    registrations.start();

    Await.until("a registration", () -> !registrar.registered.isEmpty());
    SipRequest register = registrar.registered.getFirst();
    assertThat(register.to().uri().user()).contains("us");
    assertThat(register.from().uri()).isEqualTo(register.to().uri());
    assertThat(register.header("Contact").orElseThrow()).startsWith("<sip:us@127.0.0.1:");
    assertThat(register.header("Expires")).contains("3600");

    wanted.clear();

    Await.until("it is taken back", () -> registrar.registered.size() == 2);
    assertThat(registrar.registered.getLast().header("Expires")).contains("0");
  }

  @Test
  void aWrongPasswordIsTriedAgainLater() {
    wanted.add(trunk("wrong"));
    registrations.start();

    Await.until("several tries", () -> registrar.refused.size() > 2);
    assertThat(registrar.registered).isEmpty();
  }

  private TrunkTarget trunk(String password) {
    String sealed = Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8));
    return new TrunkTarget(
        TrunkTarget.Kind.CARRIER_TRUNK,
        "5c2f1a7e-0c3f-4d0e-8a0e-3f5b7a9c1d02",
        Optional.empty(),
        "127.0.0.1",
        registrar.endpoint.localAddresses().getFirst().getPort(),
        "UDP",
        Optional.of("us"),
        Optional.of(new SealedSecret(sealed, "a test")),
        false);
  }

  private static SipConfig onLoopback(List<String> methods) {
    return SipConfig.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .withMethods(methods);
  }

  /** Seals nothing: the test's secrets are none. */
  private static final class Plain implements Sealer {
    @Override
    public byte[] seal(byte[] plaintext, String context) {
      return plaintext;
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
      return sealed;
    }
  }

  /** A carrier's registrar. */
  private static final class Registrar implements SipUser {
    private final DigestServer digest = DigestServer.create();
    private final List<SipRequest> registered = new CopyOnWriteArrayList<>();
    private final List<SipRequest> refused = new CopyOnWriteArrayList<>();
    private SipEndpoint endpoint;

    @Override
    public CallListener onInvite(UasCall call, SipRequest invite) {
      call.reject(486);
      return (ended, end) -> {};
    }

    @Override
    public void onRequest(UasRequest request) {
      InetAddress source = request.source().remote().getAddress();
      DigestVerdict verdict =
          digest.verify(request.request(), 401, "carrier", source, user -> Optional.of("s3cret"));
      if (verdict.isAccepted()) {
        registered.add(request.request());
        request.respond(200, null, null, List.of(HeaderField.of("Expires", "600")));
      } else {
        if (verdict.outcome() != DigestVerdict.Outcome.ABSENT) {
          refused.add(request.request());
        }
        request.respond(401, null, null, digest.challenge(401, "carrier", source, false));
      }
    }
  }
}
