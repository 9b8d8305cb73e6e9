package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.OutgoingInvite;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;

/** Many silent calls of one exchange to another: it places them and takes them too. */
final class HeldCalls implements SipUser, CallListener, AutoCloseable {
  private static final SipBody SDP =
      SipBody.sdp(
          """
          v=0\r
          o=- 1 1 IN IP4 127.0.0.1\r
          s=-\r
          c=IN IP4 127.0.0.1\r
          t=0 0\r
          m=audio 9 RTP/AVP 0\r
          """
              .getBytes(StandardCharsets.US_ASCII));

  private static final int BATCH = 20;

  private final SipEndpoint endpoint;
  private volatile OutgoingInvite invite;
  private final AtomicInteger answered = new AtomicInteger();
  private final List<CallEnd> ends = new CopyOnWriteArrayList<>();

  HeldCalls() throws IOException {
    InetAddress local = InetAddress.ofLiteral("127.0.0.1");
    endpoint = SipEndpoint.start(SipConfig.listen(new InetSocketAddress(local, 0)), this);
  }

  TrunkTarget target() {
    return Trunks.host("127.0.0.1", endpoint.localAddresses().getFirst().getPort());
  }

  /** Places calls, some at a time, and waits until all are answered. */
  void hold(int calls, String number, InetSocketAddress node) {
    SipUri uri = SipUri.sip(number, "127.0.0.1", node.getPort());
    SipUri from = SipUri.sip("+12065550199", "127.0.0.1", -1);
    invite =
        OutgoingInvite.to(uri, NameAddress.of(from))
            .withDestination(SipDestination.udp(node))
            .withBody(SDP);
    int goal = answered.get() + calls;
    while (answered.get() < goal) {
      int batch = Math.min(BATCH, goal - answered.get());
      int next = answered.get() + batch;
      for (int i = 0; i < batch; i++) {
        endpoint.invite(invite, this);
      }
      Await.until(next + " calls are answered", () -> answered.get() == next);
    }
  }

  /** The ends of legs so far, of both sides. */
  List<CallEnd> ends() {
    return ends;
  }

  @Override
  public CallListener onInvite(UasCall call, SipRequest invite) {
    call.answer(SDP);
    return (ended, end) -> ends.add(end);
  }

  @Override
  public void onRequest(UasRequest request) {
    request.respond(200);
  }

  @Override
  public void onAnswered(UacCall call, SipResponse response) {
    answered.incrementAndGet();
  }

  /** An exchange that is told to come later comes later. */
  @Override
  public void onEnded(SipCall call, CallEnd end) {
    if (end.cause() == CallEnd.Cause.REJECTED && end.status() == 503) {
      endpoint.loop().schedule(Duration.ofMillis(200), () -> endpoint.invite(invite, this));
    } else {
      ends.add(end);
    }
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
