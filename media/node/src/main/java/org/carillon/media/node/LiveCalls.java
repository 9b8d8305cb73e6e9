package org.carillon.media.node;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calls of applications on this node, by transaction id, and how many legs the node placed for
 * them. Safe from any thread; each session belongs to its loop.
 */
final class LiveCalls {

  private final Map<String, ApplicationSession> sessions = new ConcurrentHashMap<>();
  private final AtomicInteger placed = new AtomicInteger();
  private volatile boolean draining;

  /** A call has begun. */
  void add(ApplicationSession session) {
    sessions.put(session.transactionId(), session);
  }

  /** The last leg of a call is gone. */
  void remove(ApplicationSession session) {
    sessions.remove(session.transactionId(), session);
  }

  /** The call, while it has a leg. */
  Optional<ApplicationSession> find(String transactionId) {
    return Optional.ofNullable(sessions.get(transactionId));
  }

  /** Calls with a leg that is up. */
  int sessions() {
    return sessions.size();
  }

  /** A leg was placed; it counts as a call of its own until it is gone. */
  void legPlaced() {
    placed.incrementAndGet();
  }

  void legGone() {
    placed.decrementAndGet();
  }

  /** Legs that the node placed for applications. */
  int legs() {
    return placed.get();
  }

  /** Whether another leg may be placed. */
  boolean hasRoom(int most) {
    return !draining && placed.get() < most;
  }

  /** Places no more legs and ends the calls there are. */
  void drain() {
    draining = true;
    sessions.values().forEach(session -> session.onLoop(session::stop));
  }
}
