package org.carillon.media.sip;

import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.Test;

/**
 * Transactions outlive their call by 32 s (RFC 3261, timers J and L). What the user keeps for the
 * call must not: at a hundred calls a second it would be most of the heap.
 */
class EndedCallTest {

  /** A user with something of his own in the listener of each call. */
  private static final class Owner implements SipUser {
    private final CompletableFuture<WeakReference<CallListener>> kept = new CompletableFuture<>();

    @Override
    public CallListener onInvite(UasCall call, SipRequest invite) {
      byte[] own = new byte[1024];
      CallListener listener =
          (leg, end) -> {
            if (own.length == 0) {
              throw new AssertionError();
            }
          };
      call.answer(Endpoints.OFFER);
      kept.complete(new WeakReference<>(listener));
      return listener;
    }

    @Override
    public void onRequest(UasRequest request) {
      request.respond(481);
    }
  }

  @Test
  void keepsNothingOfItsUser() throws Exception {
    TestUser caller = new TestUser();
    Owner callee = new Owner();
    // the real timers, so that the transactions are still there
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    try (SipEndpoint a = Endpoints.start(caller);
        SipEndpoint b = SipEndpoint.start(SipConfig.listen(any), callee)) {
      UacCall out = Endpoints.call(a, b, Transport.UDP, caller);
      caller.expect("answered");
      WeakReference<CallListener> listener = callee.kept.get(10, TimeUnit.SECONDS);

      Endpoints.on(out.loop(), out::hangUp);
      caller.expectEnd();

      Waiting.until(
          () -> {
            System.gc();
            return listener.refersTo(null);
          });
    }
  }
}
