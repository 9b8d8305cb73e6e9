package org.carillon.media.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transport.Transport;
import org.junit.jupiter.api.Test;

/** What a call that is up costs in heap: both legs, without media. */
class HeldCallMemoryTest {
  private static final int CALLS = 4_000;
  private static final long LIMIT = 6 * 1024;

  /** A user that keeps nothing. */
  private static final class Frugal implements SipUser, CallListener {
    @Override
    public CallListener onInvite(UasCall call, SipRequest invite) {
      call.answer(Endpoints.OFFER);
      return this;
    }

    @Override
    public void onRequest(UasRequest request) {
      request.respond(501);
    }

    @Override
    public void onEnded(SipCall call, CallEnd end) {}
  }

  @Test
  void twoLegsTakeUnderSixKilobytes() throws Exception {
    Frugal user = new Frugal();
    try (SipEndpoint a = Endpoints.start(user);
        SipEndpoint b = Endpoints.start(user)) {
      place(a, b, 200); // classes, tables and buffers are there
      long before = used();

      place(a, b, 200 + CALLS);

      long each = (used() - before) / CALLS;
      assertThat(a.statistics().dialogs()).isEqualTo(200 + CALLS);
      System.getLogger(getClass().getName())
          .log(System.Logger.Level.INFO, "{0} bytes a call", each);
      assertThat(each).as("bytes of heap for each call").isBetween(500L, LIMIT);
    }
  }

  /** Places calls until there are so many, a few at a time, and waits for their transactions. */
  private static void place(SipEndpoint a, SipEndpoint b, int total) {
    while (a.statistics().dialogs() < total) {
      int next = Math.min(total, a.statistics().dialogs() + 100);
      for (int i = a.statistics().dialogs(); i < next; i++) {
        Endpoints.call(a, b, Transport.TCP, (call, end) -> {});
      }
      Waiting.until(() -> b.statistics().dialogs() == next && a.statistics().dialogs() == next);
    }
    Waiting.until(() -> a.statistics().transactions() == 0 && b.statistics().transactions() == 0);
  }

  /** Heap in use after collections that find no more. */
  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long[] least = {Long.MAX_VALUE, 0};
    Waiting.until(
        () -> {
          System.gc();
          long now = runtime.totalMemory() - runtime.freeMemory();
          boolean settled = now >= least[0] - 50_000;
          least[0] = Math.min(least[0], now);
          return settled;
        });
    return least[0];
  }
}
