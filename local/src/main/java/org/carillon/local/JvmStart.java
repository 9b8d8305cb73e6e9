package org.carillon.local;

import java.lang.management.ManagementFactory;
import java.time.Instant;

/**
 * When this JVM started. The process may be older: the scripts replace their shell by the JVM, so
 * its process id, and the start time the system knows of it, are the shell's.
 */
public final class JvmStart {

  private JvmStart() {}

  /** The moment, by the wall clock. */
  public static Instant at() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }
}
