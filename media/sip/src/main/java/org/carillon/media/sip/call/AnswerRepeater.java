package org.carillon.media.sip.call;

import java.time.Duration;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.ServerTransaction;

/**
 * Repeats a 2xx to INVITE until its ACK comes, T1 doubling up to T2, for 64*T1 at most, on streams
 * too (RFC 3261 section 13.3.1.4). Owned by the leg's loop.
 */
final class AnswerRepeater {
  private final SipLoop loop;
  private final SipConfig.Timers timers;
  private final ServerTransaction transaction;
  private final SipResponse response;
  private final Runnable gaveUp;
  private final long deadline;
  private SipLoop.Timeout timer;

  AnswerRepeater(
      SipLoop loop,
      SipConfig.Timers timers,
      ServerTransaction transaction,
      SipResponse response,
      Runnable gaveUp) {
    this.loop = loop;
    this.timers = timers;
    this.transaction = transaction;
    this.response = response;
    this.gaveUp = gaveUp;
    this.deadline = System.nanoTime() + timers.transactionTimeout().toNanos();
  }

  void start() {
    transaction.respond(response);
    repeatAfter(timers.t1());
  }

  private void repeatAfter(Duration pause) {
    timer =
        loop.schedule(
            pause,
            () -> {
              if (System.nanoTime() - deadline >= 0) {
                gaveUp.run();
                return;
              }
              transaction.respond(response);
              Duration twice = pause.multipliedBy(2);
              repeatAfter(twice.compareTo(timers.t2()) < 0 ? twice : timers.t2());
            });
  }

  /** Whether an ACK with that sequence number belongs to this answer. */
  boolean isAcknowledgedBy(long cseq) {
    return response.cseq().number() == cseq;
  }

  void stop() {
    timer.cancel();
  }
}
