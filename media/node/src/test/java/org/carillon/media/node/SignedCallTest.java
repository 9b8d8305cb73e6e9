package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.identity.CallSigner;
import org.carillon.core.identity.CallerVerdict;
import org.carillon.core.identity.CallerVerifier;
import org.carillon.core.ports.Ports;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.InviteFacts;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed identity as it is on the wire: verified in calls in, made in calls out (N13). */
@Timeout(60)
class SignedCallTest {
  private static final String CALLER = "+13035550199";
  private static final String PASSED = "<tel:" + CALLER + ";verstat=TN-Validation-Passed>";
  private static final String FAILED = "<tel:" + CALLER + ";verstat=TN-Validation-Failed>";

  private static final URI OUR_CERTIFICATE = URI.create("https://our.example.com/shaken.pem");
  private static final URI CARRIERS_CERTIFICATE =
      URI.create("https://carrier.example.com/shaken.pem");

  /** With it an INVITE is larger than a datagram may be, and goes over TCP (RFC 3261 18.1.1). */
  private static final HeaderField PADDING = HeaderField.of("X-Padding", "x".repeat(1200));

  private static X509Bundle authority;
  private static X509Bundle ours;
  private static X509Bundle carriers;

  @TempDir Path data;
  private final List<InviteFacts> asked = new CopyOnWriteArrayList<>();
  private Callee pbx;
  private Callee network;
  private TestNode node;
  private Customer customer;

  @BeforeAll
  static void anAuthorityAndItsTwoSigners() throws Exception {
    authority =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    ours = new CertificateBuilder().ecp256().subject("CN=we").buildIssuedBy(authority);
    carriers = new CertificateBuilder().ecp256().subject("CN=carrier").buildIssuedBy(authority);
  }

  @BeforeEach
  void aCustomerWhoseCallsAreSignedAndVerified() throws IOException {
    pbx = Callee.answering();
    network = Callee.answering();
    node = TestNode.configured(data, ScriptedFunction.onInbound("[]"), this::routing);
    customer =
        new Customer(node)
            .carrier(network.target())
            .origination(pbx.target())
            .termination("127.0.0.1/32");
  }

  @AfterEach
  void stop() {
    node.close();
    network.close();
    pbx.close();
  }

  @ParameterizedTest(name = "over {0}")
  @ValueSource(strings = {"UDP", "TCP"})
  void aSignedCallInIsVerifiedAndTheVerdictIsHandedOn(String transport) throws Exception {
    List<HeaderField> fields = new ArrayList<>(List.of(identity(signed("B"))));
    if (transport.equals("TCP")) {
      fields.add(PADDING);
    }

    try (Caller caller = calling(fields.toArray(HeaderField[]::new))) {
      caller.awaitAnswer();

      assertThat(asked.getFirst().transport()).isEqualTo(transport);
      assertThat(told()).contains(PASSED).anyMatch(it -> it.startsWith("<sip:" + CALLER + "@"));
      assertThat(pbx.awaitInvite().header("P-Attestation-Indicator")).contains("B");
      caller.hangUp();
      assertThat(node.ended().status()).isEqualTo(CallStatus.COMPLETED);
    }
  }

  @Test
  void aBadSignatureIsToldAndTheCallGoesOn() throws Exception {
    String[] parts = signed("A").split("\\.", 3);
    char other = parts[2].charAt(0) == 'A' ? 'B' : 'A';
    String forged = parts[0] + "." + parts[1] + "." + other + parts[2].substring(1);

    try (Caller caller = calling(identity(forged))) {
      caller.awaitAnswer();

      assertThat(told()).contains(FAILED);
      assertThat(pbx.awaitInvite().header("P-Attestation-Indicator")).isEmpty();
      caller.hangUp();
      assertThat(node.ended().status()).isEqualTo(CallStatus.COMPLETED);
    }
  }

  @Test
  void anOldIdentityAndNoneAreToldToo() throws Exception {
    HeaderField old = identity(signed("A"));
    node.pass(Duration.ofMinutes(2));

    try (Caller late = calling(old);
        Caller unsigned = calling()) {
      late.awaitAnswer();
      unsigned.awaitAnswer();

      Stream<String> told = pbx.invites().stream().flatMap(it -> told(it).stream());
      assertThat(told.filter(it -> it.contains("verstat")))
          .containsExactlyInAnyOrder(FAILED, "<tel:" + CALLER + ";verstat=No-TN-Validation>");
    }
  }

  @ParameterizedTest
  @MethodSource
  void theNumberOfTwoAssertedIdentitiesIsTheOneThatIsVerified(List<HeaderField> asserted)
      throws Exception {
    List<HeaderField> fields = new ArrayList<>(asserted);
    fields.add(identity(signed("A")));

    try (Caller caller = Caller.onLoopback().from("+13035550111")) {
      caller.saying(fields.toArray(HeaderField[]::new)).dial(Customer.NUMBER, node.sip());
      caller.awaitAnswer();

      assertThat(told()).contains(PASSED);
    }
  }

  static List<List<HeaderField>> theNumberOfTwoAssertedIdentitiesIsTheOneThatIsVerified() {
    String name = "P-Asserted-Identity";
    String sip = "\"Bob: home\" <sip:bob@carrier.example.com>";
    String tel = "<tel:" + CALLER + ">";
    return List.of(
        List.of(HeaderField.of(name, sip), HeaderField.of(name, tel)),
        List.of(HeaderField.of(name, tel), HeaderField.of(name, sip)),
        List.of(HeaderField.of(name, sip + ", " + tel)),
        List.of(HeaderField.of(name, "\"Bob: home\" <sip:" + CALLER + "@carrier.example.com>")));
  }

  @Test
  void theCallersSignatureCountsWhereADiversionIsSignedToo() throws Exception {
    String diversion = "eyJhbGciOiJFUzI1NiIsInBwdCI6ImRpdiJ9.e30.AAAA;info=<https://a.example/>";

    try (Caller caller = calling(identity(diversion), identity(signed("C")))) {
      caller.awaitAnswer();

      assertThat(told()).contains(PASSED);
      assertThat(pbx.awaitInvite().header("P-Attestation-Indicator")).contains("C");
    }
  }

  @ParameterizedTest(name = "over {0}")
  @ValueSource(strings = {"UDP", "TCP"})
  void aCallOutIsSignedAndWhatIsOnTheWireVerifies(String transport) throws Exception {
    HeaderField desk = HeaderField.of("X-Desk", "7");
    try (Caller caller = Caller.onLoopback().from(Customer.NUMBER).through(customer.hostName())) {
      caller.saying(transport.equals("TCP") ? PADDING : desk).dial(CALLER, node.sip());
      caller.awaitAnswer();

      SipRequest invite = network.awaitInvite();
      assertThat(invite.topVia().toString()).startsWith("SIP/2.0/" + transport);
      CallerVerdict verdict =
          verifier(InstantSource.system())
              .verify(
                  invite.header("Identity"),
                  invite.from().uri().user().orElseThrow(),
                  invite.requestUri().user().orElseThrow());
      assertThat(verdict.result()).as(verdict.reason()).isEqualTo(CallerVerdict.Result.PASSED);
      assertThat(verdict.attestation()).isEqualTo("A");
    }
  }

  /** The product's own routing, of which the questions are noted. */
  private RoutingQuestion routing(Ports ports, InstantSource clock) {
    var identity =
        new CallIdentity(
            Optional.of(CallSigner.of(ours.getPrivateKeyPEM(), OUR_CERTIFICATE, clock)),
            Optional.of(verifier(clock)));
    RoutingQuestion routing = Customer.routing(ports, clock, identity);
    return facts -> {
      asked.add(facts);
      return routing.decide(facts);
    };
  }

  private static CallerVerifier verifier(InstantSource clock) {
    Map<URI, X509Bundle> published = Map.of(OUR_CERTIFICATE, ours, CARRIERS_CERTIFICATE, carriers);
    return new CallerVerifier(
        authority.getCertificatePEM(),
        url -> published.get(url).getCertificatePEM().getBytes(StandardCharsets.US_ASCII),
        clock);
  }

  /** What the caller's carrier signs, now. */
  private static String signed(String attestation) {
    return CallSigner.of(carriers.getPrivateKeyPEM(), CARRIERS_CERTIFICATE, InstantSource.system())
        .sign(attestation, CALLER, Customer.NUMBER, "7b1d3a52-7b5c-4b0b-9f43-3a6a5d2d7b10")
        .orElseThrow();
  }

  private static HeaderField identity(String value) {
    return HeaderField.of("Identity", value);
  }

  /** A call in from the telephone network. */
  private Caller calling(HeaderField... fields) throws IOException {
    return Caller.onLoopback().from(CALLER).saying(fields).dial(Customer.NUMBER, node.sip());
  }

  /** The identities that the customer's telephone system is told. */
  private List<String> told() {
    return told(pbx.awaitInvite());
  }

  private static List<String> told(SipRequest invite) {
    return invite.values(HeaderName.P_ASSERTED_IDENTITY);
  }
}
