package org.carillon.core.calls;

/**
 * "What next on this call?" Asked by the media node that owns the call. {@link CallTurns} answers
 * in the same JVM; {@code functions/sma-actions} answers the same over Lambda.
 */
@FunctionalInterface
public interface CallControl {

  /**
   * Tells the application what happened and returns what to do.
   *
   * <p>One turn at a time per call, each with the {@link Turn#next()} of the turn before. Blocks
   * its caller, a virtual thread, for as long as the function takes: up to {@link
   * FunctionCalls#TURN_LIMIT} and the time of one more attempt that tells it of a wrong answer.
   *
   * @throws IllegalArgumentException when event and session do not fit each other (a leg or a
   *     command that is not there)
   */
  Turn turn(CallSession session, CallEvent event);
}
