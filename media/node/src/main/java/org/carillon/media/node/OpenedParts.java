package org.carillon.media.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a running program, closed in the order opposite to that in which they were opened.
 * One that does not close keeps no other from closing. Used by one thread at a time.
 */
public final class OpenedParts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OpenedParts.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Adds a part that was opened after all others, and returns it. */
  public <T extends AutoCloseable> T push(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable next = parts.pop();
      try {
        next.close();
      } catch (Exception e) { // one that fails must not keep the others from closing
        log.error("One part did not close cleanly; the others are closed.", e);
      }
    }
  }
}
