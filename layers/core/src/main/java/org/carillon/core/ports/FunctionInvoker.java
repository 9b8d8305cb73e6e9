package org.carillon.core.ports;

import java.time.Duration;

/**
 * Invokes a customer's function (AWS Lambda, or a child process with the Lambda Runtime API) and
 * waits for its answer. Blocks its caller, which is a virtual thread.
 */
public interface FunctionInvoker {

  /** Largest answer that is accepted, in bytes (the Lambda limit for synchronous invocations). */
  int MAX_ANSWER_BYTES = 6 * 1024 * 1024;

  /**
   * @param functionArn a function's ARN, with or without alias or version
   * @param payload the event as UTF-8 JSON
   * @param timeout how long to wait; the answer that comes later is dropped
   * @return what came of it; never throws for anything the function or its host did
   */
  Result invoke(String functionArn, byte[] payload, Duration timeout);

  /** What came of an invocation. */
  sealed interface Result {

    /** The function returned. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Answer(byte[] payload) implements Result {}

    /**
     * The function raised an error.
     *
     * @param errorType the runtime's name of it
     * @param errorMessage its text
     */
    record FunctionError(String errorType, String errorMessage) implements Result {}

    /** Nothing came within the time. */
    record TimedOut() implements Result {}

    /** There is no such function. */
    record NotFound(String advice) implements Result {}

    /** Invoking it is not allowed. */
    record AccessDenied(String advice) implements Result {}

    /** Too many invocations. */
    record Throttled() implements Result {}

    /** The function's host could not be reached, or the function could not be started. */
    record Unavailable(String advice) implements Result {}
  }
}
