package org.carillon.media.ivr.conference;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.carillon.media.rtp.RtpStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mixes all conferences of a node: one thread, a round every 20 ms at fixed points of {@link
 * System#nanoTime}. It sleeps while there is no conference. Nothing is allocated for a leg.
 */
public final class MixingLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MixingLoop.class);

  private static final long ROUND_NANOS = RtpStream.FRAME_MILLIS * 1_000_000L;
  // rounds that are made up for before they are given up
  private static final int MOST_BEHIND = 3;
  private static final Conference[] NONE = {};

  private final Thread thread;
  private volatile Conference[] conferences = NONE;
  private volatile boolean closed;
  private volatile MixingFigures figures = new MixingFigures(0, 0, 0, 0, 0);

  private MixingLoop() {
    thread = Thread.ofPlatform().name("carillon-mixing").daemon().unstarted(this::run);
  }

  /** Starts a loop; one for a node. */
  public static MixingLoop start() {
    MixingLoop loop = new MixingLoop();
    loop.thread.start();
    return loop;
  }

  /**
   * Opens a conference, with nobody in it.
   *
   * @throws IllegalStateException when the loop is closed
   */
  public synchronized Conference open() {
    if (closed) {
      throw new IllegalStateException("the mixing loop is closed");
    }
    Conference conference = new Conference(this::forget);
    Conference[] more = Arrays.copyOf(conferences, conferences.length + 1);
    more[more.length - 1] = conference;
    conferences = more;
    LockSupport.unpark(thread);
    return conference;
  }

  private synchronized void forget(Conference conference) {
    conferences =
        Arrays.stream(conferences).filter(one -> one != conference).toArray(Conference[]::new);
  }

  /** How it did since its start. */
  public MixingFigures figures() {
    return figures;
  }

  private void run() {
    long next = System.nanoTime();
    while (!closed) {
      Conference[] all = conferences;
      if (all.length == 0) {
        LockSupport.park(this);
        next = System.nanoTime();
        continue;
      }
      long start = System.nanoTime();
      if (start < next) {
        LockSupport.parkNanos(this, next - start);
        continue;
      }
      int legs = 0;
      for (Conference conference : all) {
        legs += round(conference);
      }
      long end = System.nanoTime();
      figures = figures.with(legs, end - start, end - next);
      next += ROUND_NANOS;
      if (end - next > MOST_BEHIND * ROUND_NANOS) {
        next = end;
      }
    }
  }

  private static int round(Conference conference) {
    try {
      return conference.round();
    } catch (RuntimeException e) {
      log.error("A conference failed and is closed. Report this as a defect.", e);
      conference.close();
      return 0;
    }
  }

  /** Closes all conferences and ends the thread. Idempotent. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    for (Conference conference : conferences) {
      conference.close();
    }
  }
}
