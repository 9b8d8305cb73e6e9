package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.OutgoingInvite;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;

/** Calls again and again, and answers each challenge with another password. */
final class Guesser implements SipUser, CallListener, AutoCloseable {
  private static final int AT_ONCE = 20;

  private final SipEndpoint endpoint;
  private final List<CallEnd> ends = new CopyOnWriteArrayList<>();

  Guesser() throws IOException {
    InetAddress local = InetAddress.ofLiteral("127.0.0.1");
    endpoint = SipEndpoint.start(SipConfig.listen(new InetSocketAddress(local, 0)), this);
  }

  /** Places so many calls, some at a time, each with another password, until all have ended. */
  void guess(int calls, String user, String host, InetSocketAddress node) {
    for (int i = 0; i < calls; i++) {
      int before = i;
      Await.until("earlier guesses end", () -> ends.size() > before - AT_ONCE);
      endpoint.invite(
          OutgoingInvite.to(
                  SipUri.sip("+14255550100", host, -1),
                  NameAddress.of(SipUri.sip("guesser", "example.com", -1)))
              .withDestination(SipDestination.udp(node))
              .withCredentials(new SipCredentials(user, "guess " + i)),
          this);
    }
    Await.until(calls + " ends", () -> ends.size() == calls);
  }

  /** How many calls were refused with this reason phrase. */
  long refused(String phrase) {
    return ends.stream()
        .filter(end -> end.response().filter(it -> it.reason().equals(phrase)).isPresent())
        .count();
  }

  @Override
  public CallListener onInvite(UasCall call, SipRequest invite) {
    call.reject(486);
    return (ended, end) -> {};
  }

  @Override
  public void onRequest(UasRequest request) {
    request.respond(200);
  }

  @Override
  public void onEnded(SipCall call, CallEnd end) {
    ends.add(end);
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
