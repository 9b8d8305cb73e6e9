package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.dialog.Replaces;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers: REFER inside a dialog and the NOTIFYs that follow (RFC 3515, RFC 3891, RFC 3892). */
class ReferTest {
  private static final String REPLACES =
      "Replaces=id%40host%3Bto-tag%3Dours%3Bfrom-tag%3Dtheirs%3Bearly-only";

  /** Hands the REFER to the test. */
  private static final class Transferee extends TestUser {
    private final BlockingQueue<ReferRequest> wishes = new LinkedBlockingQueue<>();

    Transferee() {
      super((call, invite) -> call.answer(Endpoints.OFFER));
    }

    @Override
    public void onRefer(SipCall call, ReferRequest refer) {
      wishes.add(refer);
    }

    ReferRequest next() throws Exception {
      return wishes.poll(10, TimeUnit.SECONDS);
    }
  }

  private final TestUser caller = new TestUser();
  private final Transferee callee = new Transferee();
  private SipEndpoint a;
  private SipEndpoint b;
  private UacCall out;
  private UasCall in;

  @BeforeEach
  void callIsUp() throws Exception {
    SipConfig config =
        Endpoints.config("127.0.0.1")
            .withMethods(
                List.of("INVITE", "ACK", "CANCEL", "BYE", "REFER", "NOTIFY", "INFO", "UPDATE"))
            .withBodyTypes(List.of("application/sdp", "message/sipfrag"));
    a = SipEndpoint.start(config, caller);
    b = SipEndpoint.start(config, callee);
    out = Endpoints.call(a, b, Transport.UDP, caller);
    in = (UasCall) callee.expect("invite").call();
    caller.expect("answered");
    callee.expect("confirmed");
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  private CompletableFuture<Integer> refer(String... headers) throws Exception {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    List<HeaderField> fields =
        List.of(headers).stream()
            .map(line -> HeaderField.of(line.split(": ", 2)[0], line.split(": ", 2)[1]))
            .toList();
    Endpoints.on(out.loop(), () -> out.request("REFER", null, fields, CallTest.into(status)));
    return status;
  }

  private SipRequest notified() throws Exception {
    return ((UasRequest) caller.expect("in-dialog").detail()).request();
  }

  @Test
  void acceptedWishIsReportedUntilItsEnd() throws Exception {
    CompletableFuture<Integer> status =
        refer(
            "Refer-To: <sip:+12065550199@example.com?" + REPLACES + ">",
            "Referred-By: <sip:boss@example.com>");
    ReferRequest wish = callee.next();
    assertThat(wish.referTo().uri().user()).contains("+12065550199");
    assertThat(wish.referredBy().orElseThrow().uri()).hasToString("sip:boss@example.com");
    assertThat(wish.replaces()).contains(new Replaces("id@host", "ours", "theirs", true));

    Endpoints.on(
        in.loop(),
        () -> {
          wish.accept();
          wish.progress(180, null);
          wish.progress(183, "On its way");
          wish.progress(200, null);
          wish.progress(500, "too late");
        });

    assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(202);
    SipRequest trying = notified();
    assertThat(trying.body().orElseThrow().text()).isEqualTo("SIP/2.0 100 Trying\r\n");
    assertThat(trying.header("Event").orElseThrow()).startsWith("refer;id=");
    assertThat(trying.header("Subscription-State")).contains("active;expires=180");
    assertThat(trying.contact()).isPresent();
    SipRequest done = notified();
    assertThat(done.body().orElseThrow().text()).isEqualTo("SIP/2.0 200 OK\r\n");
    assertThat(done.header("Subscription-State")).contains("terminated;reason=noresource");
    assertThat(done.contentType()).contains("message/sipfrag");

    // the call itself goes on, and another wish may follow
    assertThat(refer("Refer-To: sip:next@example.com")).isNotNull();
    assertThat(callee.next()).isNotNull();
    assertThat(caller.rest()).isEmpty();
  }

  @Test
  void refusedWishHasNoReport() throws Exception {
    CompletableFuture<Integer> status = refer("Refer-To: sip:premium@example.com");
    ReferRequest wish = callee.next();
    Endpoints.on(
        in.loop(),
        () -> {
          wish.refuse(403, null);
          wish.accept();
          wish.progress(200, null);
        });

    assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(403);
    assertThat(refer("Refer-To: sip:other@example.com")).isNotNull();
    callee.next();
    assertThat(caller.rest()).isEmpty();
  }

  @Test
  void wishWithoutSubscriptionIsAcceptedInSilence() throws Exception {
    CompletableFuture<Integer> status = refer("Refer-To: sip:x@example.com", "Refer-Sub: false");
    ReferRequest wish = callee.next();
    Endpoints.on(
        in.loop(),
        () -> {
          wish.accept();
          wish.progress(200, null);
        });

    assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(202);
    assertThat(caller.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: none", "Refer-To: ", "Refer-To: <sip:broken", "Refer-To: ???"})
  void wishThatNamesNobodyIsABadRequest(String header) throws Exception {
    assertThat(refer(header).get(5, TimeUnit.SECONDS)).isEqualTo(400);
  }

  @Test
  void secondWishWaitsForTheFirst() throws Exception {
    assertThat(refer("Refer-To: sip:x@example.com")).isNotNull();
    callee.next();

    assertThat(refer("Refer-To: sip:y@example.com").get(5, TimeUnit.SECONDS)).isEqualTo(491);
  }

  @Test
  void wishIsOverWithItsCall() throws Exception {
    CompletableFuture<Integer> status = refer("Refer-To: sip:x@example.com");
    ReferRequest wish = callee.next();
    Endpoints.on(in.loop(), in::hangUp);

    assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(481);
    Endpoints.on(
        in.loop(),
        () -> {
          wish.accept();
          wish.progress(200, null);
        });
  }

  @Test
  void userThatDoesNotCareDeclines() throws Exception {
    TestUser plain = new TestUser((call, invite) -> call.answer(Endpoints.OFFER));
    SipConfig config =
        Endpoints.config("127.0.0.1").withMethods(List.of("INVITE", "ACK", "BYE", "REFER"));
    try (SipEndpoint c = SipEndpoint.start(config, plain)) {
      UacCall call = Endpoints.call(a, c, Transport.UDP, caller);
      caller.expect("answered");
      CompletableFuture<Integer> status = new CompletableFuture<>();
      List<HeaderField> to = List.of(HeaderField.of("Refer-To", "sip:x@y"));
      Endpoints.on(call.loop(), () -> call.request("REFER", null, to, CallTest.into(status)));
      assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(603);
    }
  }

  @Test
  void wishOutsideACallIsForbiddenOrUnknown() throws Exception {
    try (RawPeer peer = new RawPeer(b);
        SipEndpoint plain = Endpoints.start(new TestUser());
        RawPeer other = new RawPeer(plain)) {
      peer.send(peer.request("REFER", "sip:b@127.0.0.1", "r1", "r1", "Refer-To: sip:x@y"));
      SipResponse forbidden = peer.finalResponse();
      other.send(other.request("REFER", "sip:b@127.0.0.1", "r2", "r2", "Refer-To: sip:x@y"));

      assertThat(forbidden.status()).isEqualTo(403);
      assertThat(other.finalResponse().status()).isEqualTo(405);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";to-tag=a;from-tag=b",
        "id",
        "id;to-tag=a",
        "id;from-tag=b",
        "id;to-tag=;from-tag=b",
        "i d;to-tag=a;from-tag=b"
      })
  void brokenReplacesIsNone(String value) {
    assertThat(Replaces.parse(value)).isEmpty();
  }

  @Test
  void replacesIsReadAndWritten() throws Exception {
    String value = "425928@bobster.example.org;to-tag=7743;from-tag=6472";

    assertThat(Replaces.parse(value).orElseThrow()).hasToString(value);
    assertThat(Replaces.of(SipUri.parse("sip:x@y?Replaces=%zz"))).isEqualTo(Optional.empty());
    assertThat(Replaces.of(SipUri.parse("sip:x@y"))).isEmpty();
    assertThat(Replaces.parse("x".repeat(2000) + ";to-tag=a;from-tag=b")).isEmpty();
  }
}
