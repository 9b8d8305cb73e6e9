package org.carillon.media.sip.transaction;

import java.util.concurrent.atomic.LongAdder;

/** What an endpoint counts. Safe from any thread. */
public final class Counters {
  public final LongAdder received = new LongAdder();
  public final LongAdder sent = new LongAdder();

  /** Repetitions that a transaction absorbed. */
  public final LongAdder repeated = new LongAdder();

  public final LongAdder rejected = new LongAdder();
  public final LongAdder dropped = new LongAdder();
}
