package org.carillon.embedded;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes threads that do what nobody waits for give way to those of calls: on Linux a thread has a
 * nice value of its own (setpriority(2)). Java's thread priorities do nothing there.
 *
 * <p>Elsewhere, and without native access, threads stay as they are.
 */
public final class Niceness {
  private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);

  /** A tenth of the weight of a thread that was left alone. */
  private static final int NICE = 10;

  private static final int PRIO_PROCESS = 0;
  private static final int THIS_THREAD = 0;

  private static final Optional<MethodHandle> SET_PRIORITY = setPriority();

  private Niceness() {}

  @SuppressWarnings("restricted") // native access is looked for first
  private static Optional<MethodHandle> setPriority() {
    if (!"Linux".equals(System.getProperty("os.name"))
        || !Niceness.class.getModule().isNativeAccessEnabled()) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> symbol = linker.defaultLookup().find("setpriority");
    return symbol.map(
        address ->
            linker.downcallHandle(
                address,
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT)));
  }

  /** What the task does, on a thread that gives way. For platform threads only. */
  public static Runnable givingWay(Runnable task) {
    return () -> {
      SET_PRIORITY.ifPresent(Niceness::lower);
      task.run();
    };
  }

  private static void lower(MethodHandle setPriority) {
    try {
      int refused = (int) setPriority.invokeExact(PRIO_PROCESS, THIS_THREAD, NICE);
      if (refused != 0) {
        LOG.debug("the thread {} keeps its nice value", Thread.currentThread().getName());
      }
    } catch (Throwable e) {
      throw new IllegalStateException("a foreign call failed", e);
    }
  }
}
