package org.carillon.media.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;

/** Endpoints on loopback with timers that make tests fast. */
public final class Endpoints {
  public static final SipBody OFFER =
      SipBody.sdp(
          "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII));

  /** RFC 3261's timers at a tenth: T1 50 ms, so that 64*T1 is 3.2 s. */
  public static final SipConfig.Timers FAST =
      new SipConfig.Timers(
          Duration.ofMillis(50),
          Duration.ofMillis(400),
          Duration.ofMillis(500),
          Duration.ofMillis(40),
          Duration.ofSeconds(20));

  private Endpoints() {}

  public static SipConfig config(String host) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral(host), 0);
    return SipConfig.listen(any).withTimers(FAST);
  }

  public static SipEndpoint start(SipUser user) throws IOException {
    return SipEndpoint.start(config("127.0.0.1"), user);
  }

  public static SipDestination destination(SipEndpoint to, Transport transport) {
    return new SipDestination(transport, to.localAddresses().getFirst());
  }

  /** A call from one endpoint to the other. */
  public static UacCall call(
      SipEndpoint from, SipEndpoint to, Transport transport, CallListener listener) {
    return call(from, to, destination(to, transport), listener);
  }

  /** A call that takes another way, such as a relay, to the other. */
  public static UacCall call(
      SipEndpoint from, SipEndpoint to, SipDestination way, CallListener listener) {
    InetSocketAddress address = to.localAddresses().getFirst();
    SipUri callee =
        SipUri.sip("+12065550100", address.getAddress().getHostAddress(), address.getPort());
    NameAddress caller = NameAddress.of(SipUri.sip("+12065550111", "caller.example", -1));
    return from.invite(
        OutgoingInvite.to(callee, caller).withDestination(way).withBody(OFFER), listener);
  }

  /** A call to a user at a peer that is no endpoint of ours. */
  public static UacCall callAt(
      SipEndpoint from, SipDestination way, String user, CallListener listener) {
    return from.invite(invitation(way, user).withBody(OFFER), listener);
  }

  /** A call to a user at a peer, without a body yet. */
  public static OutgoingInvite invitation(SipDestination way, String user) {
    String host = way.address().getAddress().getHostAddress();
    SipUri callee = SipUri.sip(user, host, way.address().getPort());
    if (way.transport() != Transport.UDP) {
      callee = callee.withParameter("transport", way.transport().parameter());
    }
    NameAddress caller = NameAddress.of(SipUri.sip("+12065550111", "caller.example", -1));
    return OutgoingInvite.to(callee, caller).withDestination(way);
  }

  /** Runs something on a leg's loop and waits for it. */
  public static void on(SipLoop loop, Runnable task) throws Exception {
    CompletableFuture.runAsync(task, loop).get(5, TimeUnit.SECONDS);
  }

  public static List<SipEndpoint> started(SipUser... users) throws IOException {
    List<SipEndpoint> endpoints = new java.util.ArrayList<>();
    for (SipUser user : users) {
      endpoints.add(start(user));
    }
    return endpoints;
  }
}
