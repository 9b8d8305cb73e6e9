package org.carillon.core.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.carillon.core.metrics.Outbox;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.timeline.CallTimelines.Listed;
import org.carillon.core.timeline.TimelineEntry.Flow;
import org.carillon.core.timeline.TimelineEntry.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the calls of one node and keeps their timelines. Safe from any thread; nothing here waits
 * for the store. Bounded in every direction: so many calls an hour, so many moments a call, so much
 * on its way to the store. What is beyond is not kept, and that is said.
 *
 * <p>An INVITE becomes a call worth keeping with its first moment that is more than a SIP message:
 * one that was only challenged for a digest leaves nothing.
 */
public final class TimelineKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TimelineKeeper.class);

  /** Calls that are followed in an hour; a busy trunk has too many to look at one by one. */
  public static final int MAX_CALLS_AN_HOUR = 2_000;

  /** Calls that begin to be followed in a second: a test of load is not to wait for this. */
  public static final int MAX_CALLS_A_SECOND = 20;

  /** Moments that are kept of one call. */
  public static final int MAX_MOMENTS = 1_000;

  /** Moments kept until it is known whether an INVITE becomes a call. */
  private static final int MAX_EARLY = 32;

  /** How long a call is followed after its end: its function is told, its BYE is answered. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(30);

  private static final int MAX_FOLLOWED = 20_000;
  private static final int WAITING = 50_000;
  private static final long CHARS_WAITING = 16_000_000;
  private static final int AT_ONCE = 1_000;

  /** Moments gather for so long, so that a call costs few writes. */
  private static final Duration GATHER = Duration.ofMillis(200);

  private final CallTimelines timelines;
  private final InstantSource clock;
  private final Outbox<Kept> outbox;
  private final Map<String, Followed> calls = new ConcurrentHashMap<>();
  private final Queue<Over> over = new ArrayDeque<>(); // guarded by itself
  private Instant hourEnds = Instant.EPOCH; // guarded by this
  private int hourCalls; // guarded by this
  private Instant secondEnds = Instant.EPOCH; // guarded by this
  private int secondCalls; // guarded by this
  private volatile Instant fullUntil = Instant.EPOCH;
  private volatile boolean closing;

  private record Kept(String transactionId, TimelineEntry entry, boolean first) {}

  private record Over(String transactionId, Instant until) {}

  /** One call; guarded by itself. */
  private static final class Followed {
    private List<TimelineEntry> early = new ArrayList<>();
    private int moments;
    private boolean left;
  }

  /** Keeps timelines here, by this clock. */
  public TimelineKeeper(CallTimelines timelines, InstantSource clock) {
    this.timelines = timelines;
    this.clock = clock;
    this.outbox =
        new Outbox<>(
            "moments of calls",
            WAITING,
            AT_ONCE,
            this::store,
            one -> one.entry().weight(),
            CHARS_WAITING);
  }

  /** Something happened on a call. */
  public void note(String transactionId, TimelineEntry entry) {
    Followed call = calls.get(transactionId);
    if (call == null) {
      if (!begins(entry) || full() || calls.size() >= MAX_FOLLOWED) {
        return;
      }
      call = calls.computeIfAbsent(transactionId, id -> new Followed());
    }
    synchronized (call) {
      if (call.early == null) {
        keep(transactionId, call, entry, false);
      } else if (call.early.size() < MAX_EARLY) {
        call.early.add(entry);
        if (entry.part() != Part.SIP) {
          List<TimelineEntry> waiting = call.early;
          call.early = null;
          call.left = !admit();
          for (int i = 0; i < waiting.size(); i++) {
            keep(transactionId, call, waiting.get(i), i == 0);
          }
        }
      }
    }
  }

  /**
   * A function was invoked for a call. What comes so late that the call is followed no more begins
   * no new one.
   */
  public void invoked(String transactionId, TimelineEntry asked, TimelineEntry answered) {
    if (calls.containsKey(transactionId) || asked.text().contains("NEW_")) {
      note(transactionId, asked);
      note(transactionId, answered);
    }
  }

  /** Whether anything of this call is kept. */
  public boolean follows(String transactionId) {
    return calls.containsKey(transactionId) || !full();
  }

  /** The call is over; what comes within the next half minute still belongs to it. */
  public void ended(String transactionId) {
    Instant now = clock.instant();
    synchronized (over) {
      if (calls.containsKey(transactionId)) {
        over.add(new Over(transactionId, now.plus(AFTERWARDS)));
      }
      while (!over.isEmpty() && !now.isBefore(over.peek().until())) {
        calls.remove(over.poll().transactionId());
      }
    }
  }

  /** A call that was not followed from its beginning is not followed from its middle either. */
  private static boolean begins(TimelineEntry entry) {
    return switch (entry.part()) {
      case SIP -> entry.text().startsWith("INVITE ");
      case ROUTING, FUNCTION -> true;
      case MEDIA, RECORD -> false;
    };
  }

  private boolean full() {
    return clock.instant().isBefore(fullUntil);
  }

  /** Whether one more call of this hour is kept. */
  private synchronized boolean admit() {
    Instant now = clock.instant();
    if (!now.isBefore(hourEnds)) {
      hourEnds = now.plus(Duration.ofHours(1));
      hourCalls = 0;
    }
    if (!now.isBefore(secondEnds)) {
      secondEnds = now.plusSeconds(1);
      secondCalls = 0;
    }
    if (secondCalls == MAX_CALLS_A_SECOND) {
      fullUntil = secondEnds;
      return false;
    }
    secondCalls++;
    hourCalls++;
    if (hourCalls == MAX_CALLS_AN_HOUR) {
      fullUntil = hourEnds;
      log.info(
          "No timelines of further calls until {}: {} an hour are kept.",
          hourEnds,
          MAX_CALLS_AN_HOUR);
    }
    return hourCalls <= MAX_CALLS_AN_HOUR;
  }

  private void keep(String transactionId, Followed call, TimelineEntry entry, boolean first) {
    if (call.left) {
      return;
    }
    call.moments++;
    if (call.moments < MAX_MOMENTS) {
      outbox.offer(new Kept(transactionId, entry, first));
    } else if (call.moments == MAX_MOMENTS) {
      String text = "more happened; the first " + MAX_MOMENTS + " moments of a call are kept";
      outbox.offer(
          new Kept(
              transactionId,
              new TimelineEntry(entry.at(), Part.RECORD, "", Flow.NONE, text, OptionalLong.empty()),
              false));
    }
  }

  private void store(List<Kept> some) {
    Map<String, List<TimelineEntry>> byCall = new LinkedHashMap<>();
    List<ItemWrite> writes = new ArrayList<>();
    for (Kept one : some) {
      byCall.computeIfAbsent(one.transactionId(), id -> new ArrayList<>()).add(one.entry());
      if (one.first()) {
        writes.add(timelines.listing(new Listed(one.transactionId(), one.entry().at())));
      }
    }
    byCall.forEach((id, moments) -> writes.add(timelines.chunk(id, moments)));
    timelines.write(writes);
    if (!closing) {
      LockSupport.parkNanos(GATHER.toNanos());
    }
  }

  /** Calls that are followed now. */
  int followed() {
    return calls.size();
  }

  /** Stores what waits, for a few seconds at most. */
  @Override
  public void close() {
    closing = true;
    outbox.close();
  }
}
