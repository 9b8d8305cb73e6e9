package org.carillon.media.sip.call;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.ServerTransaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reliable provisional answers to one INVITE (RFC 3262 section 3): one at a time, repeated
 * until its PRACK comes, T1 doubling, for 64*T1 at most. Owned by the leg's loop.
 */
final class ReliableAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ReliableAnswers.class);

  /** Answers that wait for the PRACK of the one before; further ones are not sent. */
  private static final int WAITING = 16;

  private final SipLoop loop;
  private final SipConfig.Timers timers;
  private final ServerTransaction invite;
  private final Runnable gaveUp;
  private final Deque<LongFunction<SipResponse>> waiting = new ArrayDeque<>(2);
  private long rseq = ThreadLocalRandom.current().nextLong(1, 1 << 16);
  private SipResponse current;
  private SipLoop.Timeout timer;
  private long deadline;

  ReliableAnswers(
      SipLoop loop, SipConfig.Timers timers, ServerTransaction invite, Runnable gaveUp) {
    this.loop = loop;
    this.timers = timers;
    this.invite = invite;
    this.gaveUp = gaveUp;
  }

  /** Sends an answer, made with its RSeq, now or after the one before was acknowledged. */
  void send(LongFunction<SipResponse> answer) {
    if (current == null) {
      transmit(answer);
    } else if (waiting.size() < WAITING) {
      waiting.add(answer);
    } else {
      LOG.debug("A provisional answer is left out: {} wait for PRACK", WAITING);
    }
  }

  private void transmit(LongFunction<SipResponse> answer) {
    current = answer.apply(rseq);
    deadline = System.nanoTime() + timers.transactionTimeout().toNanos();
    invite.respond(current);
    repeatAfter(timers.t1());
  }

  private void repeatAfter(Duration pause) {
    timer =
        loop.schedule(
            pause,
            () -> {
              if (System.nanoTime() - deadline >= 0) {
                stop();
                gaveUp.run();
              } else {
                invite.respond(current);
                repeatAfter(pause.multipliedBy(2));
              }
            });
  }

  /** Whether an answer with a session description waits for its PRACK: a 2xx must wait too. */
  boolean holdsBody() {
    return current != null && current.bodyLength() > 0;
  }

  /** The answer that a PRACK acknowledges, which is then not repeated any more; null for none. */
  SipResponse acknowledged(SipRequest prack) {
    String[] rack = prack.header(HeaderName.RACK).orElse("").strip().split("[ \t]+", -1);
    boolean fits =
        current != null
            && rack.length == 3
            && rack[0].equals(Long.toString(rseq))
            && rack[1].equals(Long.toString(current.cseq().number()))
            && rack[2].equals(current.cseq().method());
    if (!fits) {
      return null;
    }
    SipResponse done = current;
    timer.cancel();
    current = null;
    rseq++;
    return done;
  }

  /** Sends the next answer that waits. */
  void next() {
    if (current == null && !waiting.isEmpty()) {
      transmit(waiting.poll());
    }
  }

  /** A final answer is sent: nothing is repeated any more. */
  void stop() {
    if (timer != null) {
      timer.cancel();
    }
    current = null;
    waiting.clear();
  }
}
