package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.carillon.core.routing.InviteFacts;
import org.carillon.media.sip.message.SipParser;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transport.SipSource;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.Test;

/** What is read of an INVITE for routing. */
class InboundInviteTest {

  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);
  private static final String PIDF = "Content-Type: application/pidf+xml\r\n";
  private static final String MULTIPART = "Content-Type: multipart/mixed;boundary=b\r\n";

  @Test
  void theLocationInItsBodyIsAsItCame() {
    assertThat(read(PIDF, "<presence/>").location()).contains("<presence/>");
    assertThat(read(MULTIPART, "--b\r\n" + PIDF + "\r\n<presence/>\r\n--b--").location())
        .contains("<presence/>");
  }

  @Test
  void aLocationThatCannotBeReadIsThereAllTheSame() {
    assertThat(read(PIDF, "<presence>" + " ".repeat(16 * 1024) + "</presence>").location())
        .contains("");
    assertThat(read(MULTIPART, "the boundary is nowhere").location()).contains("");
  }

  @Test
  void withoutALocationNoneIsThere() {
    assertThat(read("", "").location()).isEmpty();
    assertThat(read(MULTIPART, "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--").location())
        .isEmpty();
  }

  @Test
  void identitiesOfSeveralFieldsAreOneList() {
    InviteFacts facts = read("Identity: a;info=<x>;ppt=div\r\nidentity: b;info=<y>\r\n", "");

    assertThat(facts.headers().get("Identity")).isEqualTo("a;info=<x>;ppt=div, b;info=<y>");
  }

  private static InviteFacts read(String headers, String body) {
    String text =
        "INVITE sip:911@connector.example SIP/2.0\r\n"
            + "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1\r\n"
            + "From: <sip:+12065550100@pbx.example>;tag=1\r\n"
            + "To: <sip:911@connector.example>\r\n"
            + "Call-ID: 1@pbx.example\r\n"
            + "CSeq: 1 INVITE\r\n"
            + "Max-Forwards: 70\r\n"
            + "Contact: <sip:127.0.0.1:5070>\r\n"
            + headers
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    return InboundInvite.read(
            (SipRequest) SipParser.parse(text.getBytes(StandardCharsets.US_ASCII)),
            new SipSource(Transport.UDP, HERE, HERE, 0))
        .facts();
  }
}
