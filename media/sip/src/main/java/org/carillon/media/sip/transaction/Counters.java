package org.carillon.media.sip.transaction;

import java.util.concurrent.atomic.LongAdder;

/** What an endpoint counts. Safe from any thread. */
public final class Counters {
  /** Messages received. */
  public final LongAdder received = new LongAdder();

  /** Messages sent. */
  public final LongAdder sent = new LongAdder();

  /** Repetitions that a transaction absorbed. */
  public final LongAdder repeated = new LongAdder();

  /** Broken or refused messages that were answered. */
  public final LongAdder rejected = new LongAdder();

  /** New INVITEs refused because the loop was late. */
  public final LongAdder overloaded = new LongAdder();

  /** Requests refused because their source sent too many. */
  public final LongAdder limited = new LongAdder();

  /** Messages that could not be read. */
  public final LongAdder unreadable = new LongAdder();

  /** Requests for calls that are not there. */
  public final LongAdder strays = new LongAdder();

  /** Connections refused because there were too many, or closed because nothing whole came. */
  public final LongAdder refusedConnections = new LongAdder();

  /** Messages dropped without an answer. */
  public final LongAdder dropped = new LongAdder();
}
