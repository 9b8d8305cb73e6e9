package org.carillon.embedded;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: one thread owns the only writing connection, and changes that wait at the same time
 * share one transaction and so one fsync. While a commit is under way the next group gathers, so
 * nobody waits longer than two commits and the pace. Changes that nobody waits for are held back a
 * little, to go with the next one that somebody waits for.
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** Changes that may wait; each holds at most one transaction's bodies. */
  private static final int MAX_WAITING = 8_192;

  private static final int MAX_GROUP = 512;

  /** How long a change that nobody waits for waits for others. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final int ADMISSION_SECONDS = 10;

  private final Sqlite file;
  private final Statements statements;
  private final BlockingQueue<Waiting<?>> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread writer;
  private final long paceNanos;
  private long lastCommit = Long.MIN_VALUE / 2; // the writer's own

  /** Whether the writer waits although nobody in a hurry does: such a one wakes it. */
  private volatile boolean patient;

  private volatile boolean closed;

  /** A change within the group's transaction. */
  @FunctionalInterface
  interface Change<T> {
    /**
     * Checks first and changes then: a {@link RuntimeException} fails this change alone and says
     * that it changed nothing; an {@link SQLException} undoes the whole group.
     */
    T apply(Statements statements) throws SQLException;
  }

  private static final class Waiting<T> {
    final Change<T> change;
    final CompletableFuture<T> outcome = new CompletableFuture<>();
    final long commitBy; // on the clock of System.nanoTime
    final boolean urgent;
    private T result;
    private RuntimeException refusal;

    Waiting(Change<T> change, long patienceNanos) {
      this.change = change;
      this.commitBy = System.nanoTime() + patienceNanos;
      this.urgent = patienceNanos == 0;
    }

    void apply(Statements statements) throws SQLException {
      try {
        result = change.apply(statements);
      } catch (RuntimeException e) {
        refusal = e;
      }
    }

    /** Told only after the commit: a refusal too may rest on what the group changed before it. */
    void tell() {
      if (refusal == null) {
        outcome.complete(result);
      } else {
        outcome.completeExceptionally(refusal);
      }
    }
  }

  /**
   * Starts the writing thread.
   *
   * @param connection owned by this object from now on
   */
  GroupCommit(String name, Sqlite file, java.sql.Connection connection) {
    this(name, file, connection, Duration.ZERO);
  }

  /**
   * The same for changes that come in great numbers from many at once.
   *
   * @param pace the time from one commit to the next, at least: a change that comes alone is
   *     committed at once, and those that come together share the cost of a commit
   */
  GroupCommit(String name, Sqlite file, java.sql.Connection connection, Duration pace) {
    this.file = file;
    this.paceNanos = pace.toNanos();
    this.statements = new Statements(connection);
    // A platform thread: it spends its life in native calls, which would hold a carrier thread.
    this.writer = Thread.ofPlatform().name(name).daemon().start(this::write);
  }

  /** Hands in a change without waiting; fails at once when too many wait. */
  <T> CompletableFuture<T> submit(Change<T> change) {
    return submit(new Waiting<>(change, 0));
  }

  /**
   * The same for a change that nobody waits for: it goes with the next that somebody waits for, or
   * after a few milliseconds. Order is kept all the same.
   */
  <T> CompletableFuture<T> submitPatiently(Change<T> change) {
    return submit(new Waiting<>(change, PATIENCE_NANOS));
  }

  private <T> CompletableFuture<T> submit(Waiting<T> waiting) {
    if (closed || !queue.offer(waiting)) {
      waiting.outcome.completeExceptionally(refused());
    }
    hurry(waiting);
    return failIfClosed(waiting).outcome;
  }

  private void hurry(Waiting<?> waiting) {
    if (waiting.urgent && patient) {
      LockSupport.unpark(writer);
    }
  }

  /** Hands in a change and waits until it is durable. */
  <T> T run(Change<T> change) {
    Waiting<T> waiting = new Waiting<>(change, 0);
    try {
      if (closed || !queue.offer(waiting, ADMISSION_SECONDS, TimeUnit.SECONDS)) {
        throw refused();
      }
      hurry(waiting);
      return failIfClosed(waiting).outcome.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortUnavailableException("Interrupted before the change was handed in.", e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private PortUnavailableException refused() {
    return new PortUnavailableException(
        closed
            ? "The store is closed."
            : "The disk does not keep up: " + MAX_WAITING + " changes wait already.",
        null);
  }

  private <T> Waiting<T> failIfClosed(Waiting<T> waiting) {
    if (closed && queue.remove(waiting)) {
      waiting.outcome.completeExceptionally(refused());
    }
    return waiting;
  }

  private void write() {
    List<Waiting<?>> group = new ArrayList<>(MAX_GROUP);
    try {
      do {
        group.add(queue.take());
        queue.drainTo(group, MAX_GROUP - 1);
        waitForMore(group);
        commit(group);
        lastCommit = System.nanoTime();
        group.clear();
      } while (!closed || !queue.isEmpty());
    } catch (InterruptedException e) {
      LOG.error("The writer of the store was interrupted; restart Carillon.", e);
      closed = true;
    }
  }

  /**
   * Returns when the first change of the group must be committed. The writer sleeps rather than
   * take each change as it comes: to be woken for each would cost more than to write it.
   */
  private void waitForMore(List<Waiting<?>> group) {
    while (group.size() < MAX_GROUP && !closed) {
      long now = System.nanoTime();
      long paced = lastCommit + paceNanos - now;
      long wait = Math.max(paced, untilFirst(group) - now);
      if (wait <= 0) {
        return;
      }
      patient = wait > paced;
      int before = group.size();
      queue.drainTo(group, MAX_GROUP - before);
      if (!patient || group.size() == before) { // else one of them may be in a hurry
        LockSupport.parkNanos(this, wait);
        queue.drainTo(group, MAX_GROUP - group.size());
      }
      patient = false;
    }
  }

  private static long untilFirst(List<Waiting<?>> group) {
    long first = Long.MAX_VALUE;
    for (Waiting<?> waiting : group) {
      first = Math.min(first, waiting.commitBy);
    }
    return first;
  }

  private void commit(List<Waiting<?>> group) {
    try {
      statements.run("BEGIN IMMEDIATE");
      for (Waiting<?> waiting : group) {
        waiting.apply(statements);
      }
      statements.run("COMMIT");
    } catch (SQLException e) {
      fail(group, file.unavailable(e), e);
      return;
    } catch (Error e) {
      // The writer must not die: everyone who waits now or later would wait for ever.
      fail(group, new PortUnavailableException("The store's writer failed: " + e, e), e);
      return;
    }
    group.forEach(Waiting::tell);
  }

  private void fail(List<Waiting<?>> group, PortUnavailableException failure, Throwable cause) {
    rollBack(cause);
    LOG.error("{}", failure.getMessage());
    group.forEach(waiting -> waiting.outcome.completeExceptionally(failure));
  }

  private void rollBack(Throwable because) {
    try {
      statements.run("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself after some errors; then there is nothing to undo.
      because.addSuppressed(e);
    }
  }

  /** Writes what waits, then closes the connection. */
  @Override
  public void close() {
    closed = true;
    // Wakes a writer that waits. One that cannot take it is awake, and sees the flag.
    boolean offered = queue.offer(new Waiting<>(unchanged -> null, 0));
    LockSupport.unpark(writer);
    LOG.debug("closing, writer {}", offered ? "woken" : "busy");
    boolean interrupted = false;
    while (true) {
      try {
        writer.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Waiting<?> late;
    while ((late = queue.poll()) != null) {
      late.outcome.completeExceptionally(refused());
    }
    try {
      statements.close();
    } catch (SQLException e) {
      LOG.warn("A store could not be closed cleanly; nothing is lost. {}", e.getMessage());
    }
  }
}
