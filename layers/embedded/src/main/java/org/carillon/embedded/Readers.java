package org.carillon.embedded;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few reading connections, opened when first needed. In WAL mode each reading statement sees
 * every commit before it and waits for no writer.
 */
final class Readers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

  private final Sqlite file;
  private final int most;
  private final Semaphore permits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Statements> idle = new ArrayDeque<>(); // guarded by lock
  private volatile boolean closed;

  /** A question; it closes its results before it returns. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Statements statements) throws SQLException;
  }

  Readers(Sqlite file, int most) {
    this.file = file;
    this.most = most;
    this.permits = new Semaphore(most);
  }

  <T> T read(Question<T> question) {
    permits.acquireUninterruptibly();
    try {
      if (closed) {
        throw new PortUnavailableException("The store is closed.", null);
      }
      Statements statements = take();
      boolean sound = false;
      try {
        T answer = question.ask(statements);
        sound = true;
        return answer;
      } finally {
        if (sound) {
          giveBack(statements);
        } else {
          statements.close();
        }
      }
    } catch (SQLException e) {
      throw file.unavailable(e);
    } finally {
      permits.release();
    }
  }

  private Statements take() throws SQLException {
    lock.lock();
    try {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    } finally {
      lock.unlock();
    }
    return new Statements(file.openReader());
  }

  private void giveBack(Statements statements) {
    lock.lock();
    try {
      idle.push(statements);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the readers at work and closes all; later questions are refused. */
  @Override
  public void close() {
    closed = true;
    permits.acquireUninterruptibly(most);
    lock.lock();
    try {
      for (Statements statements : idle) {
        statements.close();
      }
      idle.clear();
    } catch (SQLException e) {
      LOG.warn("A store could not be closed cleanly; nothing is lost. {}", e.getMessage());
    } finally {
      lock.unlock();
      permits.release(most);
    }
  }
}
