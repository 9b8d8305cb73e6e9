package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import org.carillon.media.sip.message.SipRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node behind an address that is not its own (D1, O7): who is told which. */
@Timeout(60)
class PublicAddressTest {
  private static final String NUMBER = "+12065550100";

  @TempDir Path data;

  @Test
  void signallingAndMediaNameThePublicAddress() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node =
            TestNode.advertising(
                InetAddress.ofLiteral("203.0.113.7"), data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      SipRequest invite = callee.awaitInvite();

      assertThat(invite.topVia().host()).isEqualTo("203.0.113.7");
      assertThat(invite.contact().orElseThrow().uri().host()).isEqualTo("203.0.113.7");
      assertThat(invite.from().uri().host()).isEqualTo("203.0.113.7");
      assertThat(invite.header("P-Asserted-Identity").orElseThrow()).contains("@203.0.113.7");
      assertThat(invite.body().orElseThrow().text()).contains("c=IN IP4 203.0.113.7");
      assertThat(caller.awaitAnswer().remote().getAddress().getHostAddress())
          .isEqualTo("203.0.113.7");
    }
  }

  @Test
  void peersOfTheOtherFamilyAreToldTheBoundAddress() throws Exception {
    try (Callee callee = Callee.answering();
        TestNode node =
            TestNode.advertising(
                InetAddress.ofLiteral("2001:db8::7"), data, Trunks.to(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      SipRequest invite = callee.awaitInvite();

      assertThat(invite.topVia().host()).isEqualTo("127.0.0.1");
      assertThat(invite.body().orElseThrow().text()).contains("c=IN IP4 127.0.0.1");
      caller.awaitAnswer();
    }
  }
}
