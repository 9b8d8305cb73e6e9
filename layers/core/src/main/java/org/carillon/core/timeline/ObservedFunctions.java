package org.carillon.core.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.timeline.Invocation.DigitsShown;

/** Functions of calls, with somebody looking on. Changes nothing of what they are asked or say. */
public final class ObservedFunctions implements FunctionInvoker {

  private final FunctionInvoker functions;
  private final InstantSource clock;
  private final DigitsShown digits;
  private final Consumer<Invocation> observer;

  /**
   * @param functions what is asked
   * @param clock dates the invocations
   * @param digits what is shown of digits
   * @param observer is told after each invocation about a call, on the invoker's thread; never
   *     throws
   */
  public ObservedFunctions(
      FunctionInvoker functions,
      InstantSource clock,
      DigitsShown digits,
      Consumer<Invocation> observer) {
    this.functions = functions;
    this.clock = clock;
    this.digits = digits;
    this.observer = observer;
  }

  @Override
  public Result invoke(String functionArn, byte[] payload, Duration timeout) {
    Instant at = clock.instant();
    long start = System.nanoTime();
    Result result = functions.invoke(functionArn, payload, timeout);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Invocation.of(functionArn, payload, result, at, took, digits).ifPresent(observer);
    return result;
  }
}
