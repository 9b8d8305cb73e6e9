package org.carillon.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
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
import org.carillon.media.sip.transport.Transport;

/**
 * Many calls up at once: what both SIP legs of one take in heap, and whether one of them can still
 * be ended, without media. Two endpoints of our stack in this JVM call each other, so that each
 * call has the calling and the called leg.
 *
 * <p>Arguments: a scratch folder, calls.
 */
final class HeldCallsBench {
  private static final int WARM_UP = 1_000;

  /** Calls that are being set up at once; all are up before the next. */
  private static final int AT_ONCE = 100;

  /** How many are set up a second: each has transactions for half a minute. */
  private static final int A_SECOND = 1_000;

  private static final SipBody OFFER =
      SipBody.sdp(
          "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"
              .getBytes(StandardCharsets.US_ASCII));

  private HeldCallsBench() {}

  public static void main(String[] args) throws Exception {
    int calls = Integer.parseInt(args[1]);
    Report.machine();
    SipUser user = new Answering();
    try (SipEndpoint caller = start(user);
        SipEndpoint callee = start(user)) {
      place(caller, callee, WARM_UP);
      awaitTransactions(caller, callee);
      long before = liveHeap();
      long started = System.nanoTime();
      place(caller, callee, calls);
      double seconds = (System.nanoTime() - started) / 1e9;
      awaitTransactions(caller, callee);
      Report.line(
          "%d calls held, %.0f set up a second: %d bytes of live heap for both legs of a call, %d"
              + " threads",
          callee.statistics().dialogs(),
          calls / seconds,
          (liveHeap() - before) / calls,
          ManagementFactory.getThreadMXBean().getThreadCount());
      Report.line(
          "One more call beside them: answered and ended in %.1f ms", oneMore(caller, callee));
    }
  }

  private static SipEndpoint start(SipUser user) throws IOException {
    return SipEndpoint.start(
        SipConfig.listen(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)), user);
  }

  private static void place(SipEndpoint caller, SipEndpoint callee, int calls)
      throws InterruptedException {
    Semaphore room = new Semaphore(AT_ONCE);
    Progress progress = new Progress();
    long started = System.nanoTime();
    AtomicReference<String> failed = new AtomicReference<>();
    for (int i = 0; i < calls && failed.get() == null; i++) {
      if (i % AT_ONCE == 0) {
        room.acquire(AT_ONCE);
        room.release(AT_ONCE);
        // a stack without a pause takes itself for overloaded
        LockSupport.parkNanos(started + i * (1_000_000_000L / A_SECOND) - System.nanoTime());
      }
      room.acquire();
      var _ =
          call(
              caller,
              callee,
              new CallListener() {
                @Override
                public void onAnswered(UacCall call, SipResponse answer) {
                  room.release();
                }

                @Override
                public void onEnded(SipCall call, CallEnd end) {
                  failed.set("a call ended: " + end);
                  room.release();
                }
              });
      if (progress.isDue()) {
        Progress.line("%d calls set up", i);
      }
    }
    room.acquire(AT_ONCE);
    if (failed.get() != null) {
      throw new IllegalStateException(failed.get());
    }
  }

  private static UacCall call(SipEndpoint caller, SipEndpoint callee, CallListener listener) {
    InetSocketAddress at = callee.localAddresses().getFirst();
    SipUri to = SipUri.sip("+12065550100", at.getAddress().getHostAddress(), at.getPort());
    NameAddress from = NameAddress.of(SipUri.sip("+12065550111", "caller.example", -1));
    return caller.invite(
        OutgoingInvite.to(to, from)
            .withDestination(new SipDestination(Transport.UDP, at))
            .withBody(OFFER),
        listener);
  }

  /** Milliseconds that a call takes from its INVITE to the answer to its BYE. */
  private static double oneMore(SipEndpoint caller, SipEndpoint callee)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    long started = System.nanoTime();
    var _ =
        call(
            caller,
            callee,
            new CallListener() {
              @Override
              public void onAnswered(UacCall call, SipResponse answer) {
                call.hangUp();
              }

              @Override
              public void onEnded(SipCall call, CallEnd end) {
                over.complete(null);
              }
            });
    over.get(10, TimeUnit.SECONDS);
    return (System.nanoTime() - started) / 1e6;
  }

  private static void awaitTransactions(SipEndpoint... endpoints) {
    for (SipEndpoint endpoint : endpoints) {
      while (endpoint.statistics().transactions() > 0) {
        LockSupport.parkNanos(200_000_000);
      }
    }
  }

  /** Heap in use after collections that find no more. */
  private static long liveHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    while (true) {
      System.gc();
      long now = runtime.totalMemory() - runtime.freeMemory();
      if (now >= least - 100_000) {
        return Math.min(now, least);
      }
      least = now;
    }
  }

  /** Answers every call and keeps nothing. */
  private static final class Answering implements SipUser, CallListener {
    @Override
    public CallListener onInvite(UasCall call, SipRequest invite) {
      call.answer(OFFER);
      return this;
    }

    @Override
    public void onRequest(UasRequest request) {
      request.respond(501);
    }

    @Override
    public void onEnded(SipCall call, CallEnd end) {}
  }
}
