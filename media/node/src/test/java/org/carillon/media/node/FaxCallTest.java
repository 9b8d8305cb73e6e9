package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A call that becomes a fax (T.38) on its way through the node (V15). */
@Timeout(60)
class FaxCallTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final Pattern PORT = Pattern.compile("m=image (\\d+) udptl t38");
  private static final int TRIES = 50;
  private static final byte[] UDPTL = {0, 1, 6, 0, 0, 1, 2, 3};

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
      assertThat(passes(far, port(answer), near)).as("the callee's packets arrive").isTrue();
      assertThat(passes(near, port(offers.getFirst()), far)).as("the caller's do").isTrue();
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

      callee.stream().write(Tones.of(1000, 400).samples(), 0, 3200);
      Await.until("the caller hears the callee", () -> caller.framesOf(1000) > 15);
    }
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
    List<String> outcomes = new CopyOnWriteArrayList<>();
    Await.until(
        "another answer than 491",
        () -> {
          outcomes.add(changeOnce(callee, offer));
          return !outcomes.getLast().equals("491");
        });
    return outcomes.getLast();
  }

  private static String changeOnce(Callee callee, SipBody offer) {
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
    callee
        .call()
        .loop()
        .execute(
            () -> {
              var _ = callee.call().request("INVITE", offer, List.of(), handler);
            });
    Await.until("the answer to the re-INVITE", () -> !outcome.isEmpty());
    return outcome.getFirst();
  }

  private static int port(String description) {
    Matcher found = PORT.matcher(description);
    assertThat(found.find()).as(description).isTrue();
    return Integer.parseInt(found.group(1));
  }

  /** Sends packets until one arrives: the first may come before the session has changed. */
  private static boolean passes(DatagramSocket from, int port, DatagramSocket to)
      throws IOException {
    to.setSoTimeout(100);
    for (int i = 0; i < TRIES; i++) {
      send(from, port);
      DatagramPacket arrived = new DatagramPacket(new byte[2000], 2000);
      try {
        to.receive(arrived);
        if (arrived.getLength() == UDPTL.length && arrived.getData()[7] == 3) {
          return true;
        }
      } catch (SocketTimeoutException notYet) {
        assertThat(notYet).isNotNull();
      }
    }
    return false;
  }

  private static void send(DatagramSocket from, int port) throws IOException {
    from.send(new DatagramPacket(UDPTL, UDPTL.length, LOOPBACK, port));
  }
}
