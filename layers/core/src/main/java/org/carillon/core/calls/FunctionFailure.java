package org.carillon.core.calls;

import org.carillon.core.ports.FunctionInvoker.Result;

/**
 * Why an application's function could not take or go on with a call: what the log says and what the
 * call's record says.
 *
 * @param log one line with its advice
 * @param cdrReason the record's {@code StatusMessage}
 */
record FunctionFailure(CallLogLine log, String cdrReason) {

  private static final int EXCERPT = 200;

  /** The invocation itself failed. */
  static FunctionFailure of(String arn, FunctionCalls.Outcome outcome) {
    return switch (outcome.result()) {
      case Result.TimedOut late ->
          failure(
              "AWS Lambda client operation timed out.",
              "%s gave no answer in %d attempt(s) of %d s each. Make it answer faster, or look at its own log."
                  .formatted(arn, outcome.attempts(), FunctionCalls.WAIT.toSeconds()),
              "The application's function timed out");
      case Result.AccessDenied(String advice) ->
          failure(
              "Access denied while invoking the AWS Lambda function.",
              arn
                  + ": allow lambda:InvokeFunction on it to the role of Carillon. "
                  + advice.strip(),
              "Access to the application's function was denied");
      case Result.Throttled throttled ->
          failure(
              "The AWS Lambda function was throttled.",
              arn + ": raise its concurrency.",
              "The application's function was throttled");
      case Result.NotFound(String advice) ->
          failure(
              "There is no function " + arn + ".",
              advice.isBlank()
                  ? "Start Carillon with --function "
                      + name(arn)
                      + "=FILE:HANDLER, or give the"
                      + " application the ARN of a function that exists with"
                      + " update-sip-media-application."
                  : advice.strip(),
              "The application's function does not exist");
      case Result.Unavailable(String advice) ->
          failure(
              "The function " + arn + " could not be reached or started.",
              advice.strip(),
              "The application's function could not be reached");
      case Result.FunctionError(String type, String message) ->
          failure(
              "The function " + arn + " raised an error.",
              Texts.excerpt(type + ": " + message, EXCERPT),
              "The application's function raised an error");
      case Result.Answer answer ->
          throw new IllegalArgumentException("an answer is no failure of the invocation");
    };
  }

  /** The function answered against the contract; of its answer the log gets {@link Outline}. */
  static FunctionFailure of(String arn, FunctionAnswer.Rejected wrong, byte[] payload) {
    return failure(
        wrong.message(),
        "%s %s answered: %s"
            .formatted(wrong.detail(), arn, Texts.excerpt(Outline.of(payload), EXCERPT)),
        "The application's function gave an invalid answer: " + wrong.message());
  }

  /** The call used up its invocations. */
  static FunctionFailure tooManyInvocations(String arn) {
    return failure(
        "The call reached its limit of " + FunctionCalls.MAX_INVOCATIONS + " function invocations.",
        arn + " answers each event with new actions; end the call with Hangup.",
        "The application's function was invoked too often");
  }

  private static FunctionFailure failure(String message, String advice, String cdrReason) {
    return new FunctionFailure(
        new CallLogLine(CallLogLine.Level.ERROR, message, advice.strip()), cdrReason);
  }

  private static String name(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > 6 && !parts[6].isEmpty() ? parts[6] : "NAME";
  }
}
