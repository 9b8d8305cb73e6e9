package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.core.records.CallFact;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that becomes a fax (T.38) on its way through the node (V15). */
@Timeout(60)
class FaxCallTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final Pattern PORT = Pattern.compile("m=image (\\d+) udptl t38");
  private static final int TRIES = 50;

  /** Datagrams of T.38 over UDPTL: short, long, and one that could be taken for RTP. */
  private static final List<byte[]> UDPTL =
      List.of(
          new byte[] {0, 1, 6, 0, 0, 1, 2, 3},
          filled(1400, 0x5A),
          filled(172, 0x80),
          new byte[] {0, 2, 0});

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @TempDir Path data;

  @Test
  void theCalleesFaxReachesTheCallerAndBack() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback();
        DatagramSocket near = new DatagramSocket(0, LOOPBACK);
        DatagramSocket far = new DatagramSocket(0, LOOPBACK)) {
      List<String> offers = new CopyOnWriteArrayList<>();
      caller.answeringChanges(
          offer -> {
            offers.add(offer.text());
            return fax(near);
          });
      caller.dial("+12065550100", node.sip());
      caller.awaitAnswer();

      String answer = change(callee, fax(far));

      assertThat(offers)
          .singleElement()
          .asString()
          .contains("a=T38FaxVersion:0", "a=T38MaxBitRate");
      assertThat(answer).contains("a=T38FaxVersion:0");
      assertThat(port(answer)).as("our port, not the caller's").isNotEqualTo(near.getLocalPort());
      assertPasses(far, port(answer), near);
      assertPasses(near, port(offers.getFirst()), far);
    }
  }

  @Test
  void afterTheFaxTheTalkGoesOn() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback();
        DatagramSocket near = new DatagramSocket(0, LOOPBACK);
        DatagramSocket far = new DatagramSocket(0, LOOPBACK)) {
      caller.answeringChanges(offer -> fax(near));
      caller.dial("+12065550100", node.sip());
      caller.awaitAnswer();
      String answer = change(callee, fax(far));
      assertPasses(far, port(answer), near);

      caller.answeringChanges(null);
      assertThat(change(callee, audio(callee))).contains("m=audio ");

      assertTalk(caller, callee);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {488, 415, 603})
  void aCalleeThatRefusesTheFaxKeepsTheCallAsItWas(int refusal) throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback();
        DatagramSocket near = new DatagramSocket(0, LOOPBACK)) {
      caller.dial("+12065550100", node.sip());
      caller.awaitAnswer();
      InetSocketAddress before = callee.agreed().remote();
      List<String> offers = new CopyOnWriteArrayList<>();
      callee.onChange(
          change -> {
            offers.add(change.request().body().orElseThrow().text());
            change.respond(refusal);
          });

      assertThat(change(caller.call(), fax(near))).isEqualTo("" + refusal);

      assertThat(offers).singleElement().asString().contains("m=image ");
      assertTalk(caller, callee);
      assertThat(callee.agreed().remote()).isEqualTo(before);
      assertThat(callee.stream().stats().packetsLost()).isZero();
      assertThat(node.facts()).noneMatch(CallFact.CallEnded.class::isInstance);
    }
  }

  @Test
  void aCallerWithoutFaxKeepsTheCall() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.trunk(data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback();
        DatagramSocket far = new DatagramSocket(0, LOOPBACK)) {
      caller.dial("+12065550100", node.sip());
      caller.awaitAnswer();

      assertThat(change(callee, fax(far))).isEqualTo("488");

      assertTalk(caller, callee);
      assertThat(node.facts()).noneMatch(CallFact.CallEnded.class::isInstance);
    }
  }

  private static void assertTalk(Caller caller, Callee callee) throws Exception {
    caller.stream().write(Tones.of(600, 400).samples(), 0, 3200);
    callee.stream().write(Tones.of(1000, 400).samples(), 0, 3200);
    Await.until("the caller hears the callee", () -> caller.framesOf(1000) > 15);
    Await.until("the callee hears the caller", () -> callee.framesOf(600) > 15);
  }

  /** The callee's telephone again, at the address that it had. */
  private static SipBody audio(Callee callee) {
    return SipBody.sdp(
        """
        v=0\r
        o=fax 1 3 IN IP4 127.0.0.1\r
        s=-\r
        c=IN IP4 127.0.0.1\r
        t=0 0\r
        m=audio %d RTP/AVP 0\r
        """
            .formatted(callee.stream().localPort())
            .getBytes(StandardCharsets.US_ASCII));
  }

  private static SipBody fax(DatagramSocket socket) {
    return SipBody.sdp(
        """
        v=0\r
        o=fax 1 2 IN IP4 127.0.0.1\r
        s=-\r
        c=IN IP4 127.0.0.1\r
        t=0 0\r
        m=image %d udptl t38\r
        a=T38FaxVersion:0\r
        a=T38MaxBitRate:14400\r
        a=T38FaxRateManagement:transferredTCF\r
        """
            .formatted(socket.getLocalPort())
            .getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * The callee asks for another session, again while the one before is not finished: the answer to
   * it, or the status of the refusal.
   */
  private static String change(Callee callee, SipBody offer) {
    return change(callee.call(), offer);
  }

  private static String change(SipCall call, SipBody offer) {
    List<String> outcomes = new CopyOnWriteArrayList<>();
    Await.until(
        "another answer than 491",
        () -> {
          outcomes.add(changeOnce(call, offer));
          return !outcomes.getLast().equals("491");
        });
    return outcomes.getLast();
  }

  private static String changeOnce(SipCall call, SipBody offer) {
    List<String> outcome = new CopyOnWriteArrayList<>();
    ResponseHandler handler =
        new ResponseHandler() {
          @Override
          public void onResponse(UacRequest request, SipResponse response) {
            if (response.isFinal()) {
              outcome.add(response.body().map(SipBody::text).orElse("" + response.status()));
            }
          }

          @Override
          public void onFailure(UacRequest request, int status, String reason) {
            outcome.add("" + status);
          }
        };
    call.loop()
        .execute(
            () -> {
              var _ = call.request("INVITE", offer, List.of(), handler);
            });
    Await.until("the answer to the re-INVITE", () -> !outcome.isEmpty());
    return outcome.getFirst();
  }

  private static int port(String description) {
    Matcher found = PORT.matcher(description);
    assertThat(found.find()).as(description).isTrue();
    return Integer.parseInt(found.group(1));
  }

  /** Each datagram arrives, byte by byte; the first may come before the session has changed. */
  private static void assertPasses(DatagramSocket from, int port, DatagramSocket to)
      throws IOException {
    to.setSoTimeout(100);
    for (byte[] sent : UDPTL) {
      byte[] came = {};
      for (int i = 0; i < TRIES && !Arrays.equals(came, sent); i++) {
        from.send(new DatagramPacket(sent, sent.length, LOOPBACK, port));
        DatagramPacket arrived = new DatagramPacket(new byte[2000], 2000);
        try {
          to.receive(arrived);
          came = Arrays.copyOf(arrived.getData(), arrived.getLength());
        } catch (SocketTimeoutException notYet) {
          assertThat(notYet).isNotNull();
        }
      }
      assertThat(came).isEqualTo(sent);
    }
  }
}
