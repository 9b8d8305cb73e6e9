package org.carillon.local.functions;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instances of one function and the events that wait for one.
 *
 * <p>An event goes to the instance that was idle last (the warmest), or waits. A new instance is
 * started when an event waited {@link #PATIENCE} and the limit allows, so that a burst on a quick
 * function does not start a crowd of processes. The lock guards all state; nobody waits under it.
 */
final class FunctionPool {
  /** How long an event waits for a busy instance before another is started. */
  static final Duration PATIENCE = Duration.ofMillis(50);

  /** Most events that wait; more are throttled. */
  static final int MAX_WAITING = 1000;

  /** An instance must ask for its first event within this (Lambda gives 10 s). */
  static final Duration INIT_LIMIT = Duration.ofSeconds(30);

  /** An instance that is not the last one ends after this long without an event. */
  static final Duration IDLE_LIMIT = Duration.ofMinutes(5);

  /** Starts the child process of an instance. */
  @FunctionalInterface
  interface Launcher {
    Process launch(FunctionPool pool, FunctionInstance instance)
        throws FunctionStartException, IOException;
  }

  private static final SecureRandom RANDOM = new SecureRandom();

  private final FunctionSpec spec;
  private final int maxInstances;
  private final Launcher launcher;
  private final Logger log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<FunctionInstance> instances = new LinkedHashSet<>();
  private final Deque<FunctionInstance> idle = new ArrayDeque<>();
  private final Deque<Invocation> waiting = new ArrayDeque<>();
  private boolean closed;

  FunctionPool(FunctionSpec spec, int maxInstances, Launcher launcher) {
    this.spec = spec;
    this.maxInstances = maxInstances;
    this.launcher = launcher;
    this.log = LoggerFactory.getLogger("function." + spec.name());
  }

  FunctionSpec spec() {
    return spec;
  }

  /** Starts the first instance, so that the first event finds it warm. */
  void warm() {
    lock.lock();
    try {
      if (instances.isEmpty()) {
        startInstance();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Hands an event to an instance and waits for what comes of it. */
  Result invoke(String functionArn, byte[] payload, Duration timeout) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    var invocation =
        new Invocation(functionArn, payload, System.currentTimeMillis() + timeout.toMillis());
    lock.lock();
    try {
      if (closed) {
        return new Result.Unavailable("Carillon is stopping");
      }
      if (!idle.isEmpty()) {
        assign(idle.pop(), invocation);
      } else if (waiting.size() >= MAX_WAITING) {
        return new Result.Throttled();
      } else {
        waiting.add(invocation);
        if (instances.isEmpty()) {
          startInstance();
        }
      }
    } finally {
      lock.unlock();
    }
    try {
      long patience = Math.min(PATIENCE.toNanos(), timeout.toNanos());
      try {
        return invocation.result.get(patience, TimeUnit.NANOSECONDS);
      } catch (TimeoutException busyOrSlow) {
        startAnotherFor(invocation);
      }
      return invocation.result.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooSlow) {
      return giveUp(invocation);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      giveUp(invocation);
      return new Result.Unavailable("the invocation was interrupted");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * The next event for an instance that is ready for one. Waits; empty when the instance is to end.
   */
  Optional<Invocation> next(FunctionInstance instance) throws InterruptedException {
    CompletableFuture<Optional<Invocation>> future;
    lock.lock();
    try {
      switch (instance.state) {
        case STARTING -> {
          log.info(
              "ready after {} ms",
              TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - instance.startedNanos));
        }
        case BUSY -> {
          if (instance.current != null) {
            fail(instance, "Runtime.NoAnswer", "asked for its next event without answering");
          }
        }
        case IDLE, GONE -> {
          return Optional.empty();
        }
      }
      future = new CompletableFuture<>();
      instance.waiting = future;
      if (waiting.isEmpty()) {
        instance.state = FunctionInstance.State.IDLE;
        idle.push(instance);
      } else {
        assign(instance, waiting.poll());
      }
    } finally {
      lock.unlock();
    }
    while (true) {
      try {
        return future.get(IDLE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException notNeeded) {
        retireUnlessLast(instance);
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /**
   * Takes an instance's answer.
   *
   * @return false when it is not working on that event; nothing was changed then
   */
  boolean answer(FunctionInstance instance, String requestId, Result result) {
    lock.lock();
    try {
      if (instance.current == null || !instance.current.requestId.equals(requestId)) {
        return false;
      }
      instance.current.result.complete(result);
      instance.current = null;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes an instance's word that it cannot start. */
  void initFailed(FunctionInstance instance, Result failure) {
    lock.lock();
    try {
      if (instance.state == FunctionInstance.State.STARTING && instance.initFailure == null) {
        instance.initFailure = failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends all instances. Events that wait or run get an answer that says so. */
  void close() {
    lock.lock();
    try {
      closed = true;
      waiting.forEach(i -> i.result.complete(new Result.Unavailable("Carillon is stopping")));
      waiting.clear();
      instances.forEach(instance -> end(instance, "Carillon is stopping"));
    } finally {
      lock.unlock();
    }
  }

  private void assign(FunctionInstance instance, Invocation invocation) {
    instance.state = FunctionInstance.State.BUSY;
    instance.current = invocation;
    instance.invocations++;
    invocation.instance = instance;
    instance.waiting.complete(Optional.of(invocation));
  }

  private void fail(FunctionInstance instance, String errorType, String what) {
    Invocation invocation = instance.current;
    instance.current = null;
    invocation.result.complete(
        new Result.FunctionError(
            errorType, "RequestId: " + invocation.requestId + " Error: the runtime " + what));
  }

  private void end(FunctionInstance instance, String reason) {
    if (instance.endReason == null) {
      instance.endReason = reason;
    }
    idle.remove(instance);
    instance.end();
  }

  private void startAnotherFor(Invocation invocation) {
    lock.lock();
    try {
      long starting =
          instances.stream().filter(i -> i.state == FunctionInstance.State.STARTING).count();
      if (invocation.instance == null
          && !invocation.result.isDone()
          && !closed
          && starting < waiting.size()
          && instances.size() < maxInstances) {
        startInstance();
      }
    } finally {
      lock.unlock();
    }
  }

  private Result giveUp(Invocation invocation) {
    lock.lock();
    try {
      boolean busyToTheLimit =
          instances.size() >= maxInstances
              && instances.stream().noneMatch(i -> i.state == FunctionInstance.State.STARTING);
      boolean neverStarted = waiting.remove(invocation);
      Result verdict =
          neverStarted && busyToTheLimit ? new Result.Throttled() : new Result.TimedOut();
      if (!invocation.result.complete(verdict)) {
        return invocation.result.join();
      }
      if (invocation.instance != null && invocation.instance.current == invocation) {
        log.warn(
            "no answer in time; its process is ended and started anew (request {})",
            invocation.requestId);
        invocation.instance.current = null;
        end(invocation.instance, "an event timed out");
      }
      return verdict;
    } finally {
      lock.unlock();
    }
  }

  private void retireUnlessLast(FunctionInstance instance) {
    lock.lock();
    try {
      if (instance.state == FunctionInstance.State.IDLE && instances.size() > 1) {
        end(instance, "idle");
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Called with the lock held; the work is done on a thread of its own, which then reads the log.
   */
  private void startInstance() {
    byte[] secret = new byte[16];
    RANDOM.nextBytes(secret);
    var instance = new FunctionInstance(HexFormat.of().formatHex(secret));
    instances.add(instance);
    CompletableFuture.delayedExecutor(INIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> initOverdue(instance));
    // A platform thread: it blocks in reads of a pipe, which would pin a virtual thread's carrier.
    Thread.ofPlatform().daemon().name("function-" + spec.name()).start(() -> runInstance(instance));
  }

  private void runInstance(FunctionInstance instance) {
    Process process;
    try {
      process = launcher.launch(this, instance);
    } catch (FunctionStartException e) {
      initFailed(instance, e.result());
      exited(instance, -1);
      return;
    } catch (IOException e) {
      initFailed(
          instance,
          new Result.Unavailable("function " + spec.name() + " cannot be run: " + e.getMessage()));
      exited(instance, -1);
      return;
    }
    var _ = process.onExit().thenAccept(p -> exited(instance, p.exitValue()));
    instance.run(process);
    try {
      FunctionInstance.pumpLog(process, log);
    } catch (IOException closedWithTheProcess) {
      log.debug("the log of a process that was ended is closed", closedWithTheProcess);
    }
  }

  private void initOverdue(FunctionInstance instance) {
    lock.lock();
    try {
      if (instance.state == FunctionInstance.State.STARTING) {
        if (instance.initFailure == null) {
          instance.initFailure =
              new Result.FunctionError(
                  "Sandbox.Timedout", "not ready within " + INIT_LIMIT.toSeconds() + " s");
        }
        end(instance, "not ready in time");
      }
    } finally {
      lock.unlock();
    }
  }

  private void exited(FunctionInstance instance, int status) {
    lock.lock();
    try {
      if (instance.state == FunctionInstance.State.GONE) {
        return;
      }
      final boolean neverReady = instance.state == FunctionInstance.State.STARTING;
      instance.state = FunctionInstance.State.GONE;
      instances.remove(instance);
      idle.remove(instance);
      instance.end();
      if (instance.waiting != null) {
        instance.waiting.complete(Optional.empty());
      }
      String what = "exited with error: exit status " + status;
      if (instance.current != null && closed) {
        instance.current.result.complete(new Result.Unavailable("Carillon is stopping"));
      } else if (instance.current != null) {
        fail(instance, "Runtime.ExitError", what);
      }
      if (closed || "idle".equals(instance.endReason)) {
        return;
      }
      if (neverReady) {
        neverReady(instance, what);
      } else if (instance.endReason == null) {
        log.warn("its process ended by itself with status {}", status);
      }
      // Another one only when this one had been of use: code that dies at start is not run in
      // a circle but at the next event.
      boolean keepWarm = !neverReady && instance.invocations > 0;
      if (instances.isEmpty() && (keepWarm || !waiting.isEmpty())) {
        startInstance();
      }
    } finally {
      lock.unlock();
    }
  }

  private void neverReady(FunctionInstance instance, String what) {
    Result failure =
        instance.initFailure != null
            ? instance.initFailure
            : new Result.FunctionError("Runtime.ExitError", "Error: Runtime " + what);
    log.error("cannot start: {}", describe(failure));
    if (instances.isEmpty()) {
      waiting.forEach(i -> i.result.complete(failure));
      waiting.clear();
    }
  }

  private static String describe(Result failure) {
    return switch (failure) {
      case Result.FunctionError e -> e.errorType() + ": " + e.errorMessage();
      case Result.Unavailable u -> u.advice();
      default -> failure.toString();
    };
  }
}
