package org.carillon.local.functions;

import org.carillon.core.ports.FunctionInvoker.Result;

/** A function's process could not be started. The message says what to do. */
final class FunctionStartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Result result;

  private FunctionStartException(String message, Result result) {
    super(message);
    this.result = result;
  }

  /** The machine lacks something; the function itself is not to blame. */
  static FunctionStartException unavailable(String advice) {
    return new FunctionStartException(advice, new Result.Unavailable(advice));
  }

  /** The function's code is at fault. */
  static FunctionStartException functionError(String errorType, String message) {
    return new FunctionStartException(message, new Result.FunctionError(errorType, message));
  }

  /** What the invocations that wait for the function get. */
  Result result() {
    return result;
  }
}
