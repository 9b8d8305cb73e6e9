package org.carillon.core.calls;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.FunctionInvoker.Result;

/**
 * How often and how long a function is tried (protocol facts 1.2): it has 5 s, then it is invoked
 * again; after 20 s in all nothing more is tried. A refusal to invoke it (no such function, no
 * permission, throttled, host not reachable) is tried once more. An error raised by the function is
 * not: it ran, and its effects are there.
 */
public final class FunctionCalls {

  /** How long one attempt may take. */
  public static final Duration WAIT = Duration.ofSeconds(5);

  /** How long all attempts of one event may take together, for all applications of a rule. */
  public static final Duration TURN_LIMIT = Duration.ofSeconds(20);

  /** Most invocations in one call. */
  public static final int MAX_INVOCATIONS = 1000;

  static final int WAITS = (int) TURN_LIMIT.dividedBy(WAIT);

  private static final int REFUSALS = 2;

  private final FunctionInvoker functions;
  private final LongSupplier nanoTime;

  FunctionCalls(FunctionInvoker functions, LongSupplier nanoTime) {
    this.functions = functions;
    this.nanoTime = nanoTime;
  }

  /** What came of one event's attempts, and how many there were. */
  record Outcome(Result result, int attempts, int waitsUsed) {}

  /** The moment at which the attempts of an event that starts now end. */
  long deadline() {
    return nanoTime.getAsLong() + TURN_LIMIT.toNanos();
  }

  /**
   * Tries to get an answer.
   *
   * @param waits how many times 5 s may be waited
   * @param deadline when nothing more is tried, from {@link #deadline()}
   * @param mostAttempts what is left of the call's invocations, at least 1
   */
  Outcome invoke(String functionArn, byte[] event, int waits, long deadline, int mostAttempts) {
    int attempts = 0;
    int timedOut = 0;
    int refused = 0;
    Result result;
    do {
      Duration left = Duration.ofNanos(deadline - nanoTime.getAsLong());
      if (!left.isPositive()) {
        return new Outcome(new Result.TimedOut(), attempts, timedOut);
      }
      result = functions.invoke(functionArn, event, left.compareTo(WAIT) < 0 ? left : WAIT);
      attempts++;
      switch (result) {
        case Result.Answer answer -> {
          return new Outcome(result, attempts, timedOut);
        }
        case Result.FunctionError error -> {
          return new Outcome(result, attempts, timedOut);
        }
        case Result.TimedOut late -> timedOut++;
        case Result.NotFound refusal -> refused++;
        case Result.AccessDenied refusal -> refused++;
        case Result.Throttled refusal -> refused++;
        case Result.Unavailable refusal -> refused++;
      }
    } while (timedOut < waits && refused < REFUSALS && attempts < mostAttempts);
    return new Outcome(result, attempts, timedOut);
  }
}
