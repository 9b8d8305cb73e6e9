package org.carillon.media.sip.transaction;

import java.time.Duration;
import org.carillon.media.sip.SipConfig;

/** Timers A to M from their base values (RFC 3261 table 4, RFC 6026 section 8). */
final class TransactionTimers {
  final Duration t1;
  final Duration t2;
  final Duration t4;

  /** Timers B, F, H, D, J, L and M: 64*T1. */
  final Duration timeout;

  final Duration trying;

  TransactionTimers(SipConfig.Timers base) {
    t1 = base.t1();
    t2 = base.t2();
    t4 = base.t4();
    timeout = base.transactionTimeout();
    trying = base.trying();
  }

  /** The next pause of timers E and G: twice the last, T2 at most. */
  Duration doubled(Duration last) {
    Duration twice = last.multipliedBy(2);
    return twice.compareTo(t2) < 0 ? twice : t2;
  }
}
