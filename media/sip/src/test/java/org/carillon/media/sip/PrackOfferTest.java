package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.ParseResult;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PRACK that offers another session (RFC 3262 section 5). */
class PrackOfferTest {
  private static final String CALL = "prack-offer";
  private static final String SDP = Endpoints.OFFER.text();

  private final TestUser callee = new TestUser();
  private SipEndpoint endpoint;
  private RawPeer peer;
  private UasCall call;

  @BeforeEach
  void callThatInsistsOnReliableRinging() throws Exception {
    endpoint = Endpoints.start(callee);
    peer = new RawPeer(endpoint);
    peer.send(
        withOffer(
            peer.request(
                "INVITE",
                "sip:b@127.0.0.1",
                CALL,
                CALL,
                "Require: 100rel",
                "Supported: 100rel",
                "Allow: UPDATE",
                "Content-Type: application/sdp")));
    call = (UasCall) callee.expect("invite").call();
  }

  @AfterEach
  void stop() {
    peer.close();
    endpoint.close();
  }

  private static String withOffer(String request) {
    return request.replace("Content-Length: 0\n\n", "Content-Length: " + SDP.length() + "\n\n")
        + SDP.replace("\r", "");
  }

  private SipResponse rings(int status, SipBody body) throws Exception {
    Endpoints.on(call.loop(), () -> call.provisional(status, body, List.of()));
    return answerTo("INVITE", status);
  }

  private void prack(SipResponse to, int cseq) throws Exception {
    peer.send(
        withOffer(
            peer.request(
                "PRACK",
                "sip:b@127.0.0.1",
                "prack" + cseq,
                CALL,
                ";tag=" + to.toTag().orElseThrow(),
                "CSeq: " + cseq + " PRACK",
                "RAck: " + to.header(HeaderName.RSEQ).orElseThrow() + " 1 INVITE",
                "Content-Type: application/sdp")));
  }

  /** The next answer to that method with that status, or a final one if that is 0. */
  private SipResponse answerTo(String method, int status) throws Exception {
    while (true) {
      ParseResult next = peer.receive();
      if (next instanceof SipResponse response
          && response.cseq().method().equals(method)
          && (response.status() == status || (status == 0 && response.isFinal()))) {
        return response;
      }
    }
  }

  @Test
  void theUserAnswersItOnceTheFirstOfferHasItsAnswer() throws Exception {
    SipResponse media = rings(183, Endpoints.OFFER);

    prack(media, 2);

    UasRequest offer = (UasRequest) callee.expect("in-dialog").detail();
    assertThat(offer.request().method()).isEqualTo("PRACK");
    assertThat(offer.request().body().orElseThrow().text()).isEqualTo(SDP);
    assertThat(answerTo("PRACK", 0).status()).isEqualTo(200);
  }

  @Test
  void itIsRefusedBeforeTheFirstOfferHasItsAnswer() throws Exception {
    SipResponse ringing = rings(180, null);

    prack(ringing, 2);

    assertThat(answerTo("PRACK", 0).status()).isEqualTo(488);
    assertThat(callee.rest()).isEmpty();
  }

  @Test
  void itIsRefusedWhenItCrossesAnOfferOfOurs() throws Exception {
    prack(rings(183, Endpoints.OFFER), 2);
    callee.expect("in-dialog");
    SipResponse again = rings(183, Endpoints.OFFER);
    CompletableFuture<Integer> update = new CompletableFuture<>();
    Endpoints.on(
        call.loop(),
        () -> call.request("UPDATE", Endpoints.OFFER, List.of(), CallTest.into(update)));
    assertThat(peer.request("UPDATE").body().map(body -> body.text())).isEqualTo(Optional.of(SDP));

    prack(again, 3);

    assertThat(answerTo("PRACK", 0).status()).isEqualTo(488);
    assertThat(callee.rest()).isEmpty();
  }
}
