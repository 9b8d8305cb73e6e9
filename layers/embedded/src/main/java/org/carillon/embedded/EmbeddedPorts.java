package org.carillon.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.Ports;

/**
 * The ports of one machine: everything is kept in one data directory, which one process holds at a
 * time. What was acknowledged survives the death of the process and of the machine.
 */
public final class EmbeddedPorts implements AutoCloseable {

  private final DataDirectory directory;
  private final SqliteItems items;
  private final SqliteEventStream callFacts;
  private final FileEventBus events;
  private final SqliteMetrics metrics;
  private final Ports ports;

  private EmbeddedPorts(
      DataDirectory directory,
      SqliteItems items,
      SqliteEventStream callFacts,
      FileEventBus events,
      SqliteMetrics metrics,
      Ports ports) {
    this.directory = directory;
    this.items = items;
    this.callFacts = callFacts;
    this.events = events;
    this.metrics = metrics;
    this.ports = ports;
  }

  /**
   * Opens the data directory; makes it at the first start.
   *
   * @param dataDirectory where everything is kept
   * @param functions how customers' functions are invoked; handed through to {@link #ports()}
   * @throws DataDirectoryException when it is not writable, in use by another process, or damaged;
   *     the message says what to do
   */
  public static EmbeddedPorts open(Path dataDirectory, FunctionInvoker functions) {
    DataDirectory directory = DataDirectory.open(dataDirectory);
    SqliteItems items = null;
    SqliteEventStream callFacts = null;
    FileEventBus events = null;
    SqliteMetrics metrics = null;
    try {
      boolean firstStart = !Files.exists(directory.file("items.db"));
      LocalSealer sealer = LocalSealer.open(directory, firstStart);
      SqliteLibrary.unpack(directory);
      items = new SqliteItems(directory);
      callFacts = new SqliteEventStream(directory);
      FileObjects objects = FileObjects.open(directory);
      events = new FileEventBus(directory);
      metrics = new SqliteMetrics(directory);
      return new EmbeddedPorts(
          directory,
          items,
          callFacts,
          events,
          metrics,
          new Ports(
              items,
              objects,
              callFacts,
              functions,
              sealer,
              new LocalKeys(items, sealer, InstantSource.system()),
              events,
              metrics,
              new FileLogs(directory)));
    } catch (RuntimeException e) {
      if (metrics != null) {
        metrics.close();
      }
      if (events != null) {
        events.close();
      }
      if (callFacts != null) {
        callFacts.close();
      }
      if (items != null) {
        items.close();
      }
      directory.close();
      throw e;
    }
  }

  /** The ports; of no use after {@link #close()}. */
  public Ports ports() {
    return ports;
  }

  /** Ends the subscriptions, writes what waits, and lets the next process have the directory. */
  @Override
  public void close() {
    callFacts.close();
    events.close();
    metrics.close();
    items.close();
    directory.close();
  }
}
