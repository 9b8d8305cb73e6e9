package org.carillon.aws;

import java.time.Duration;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import org.carillon.core.ports.FunctionInvoker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/**
 * Invokes customers' functions on AWS Lambda. The client it gets must not retry: an event is handed
 * over once, and the core decides whether to try again.
 */
final class LambdaFunctionInvoker implements FunctionInvoker {

  private static final Logger LOG = LoggerFactory.getLogger(LambdaFunctionInvoker.class);

  private final LambdaClient lambda;

  LambdaFunctionInvoker(LambdaClient lambda) {
    this.lambda = lambda;
  }

  @Override
  public Result invoke(String functionArn, byte[] payload, Duration timeout) {
    try {
      InvokeResponse response =
          lambda.invoke(
              r ->
                  r.functionName(functionArn) // alias and version are part of the ARN
                      .invocationType(InvocationType.REQUEST_RESPONSE)
                      .payload(SdkBytes.fromByteArray(payload))
                      .overrideConfiguration(o -> o.apiCallTimeout(timeout)));
      byte[] answer = response.payload() == null ? new byte[0] : response.payload().asByteArray();
      return response.functionError() == null
          ? new Result.Answer(answer)
          : functionError(response.functionError(), answer);
    } catch (ApiCallTimeoutException e) {
      return new Result.TimedOut();
    } catch (ResourceNotFoundException e) {
      return new Result.NotFound(
          "There is no function "
              + functionArn
              + ". Deploy it in this account and region, or correct the ARN (alias and version"
              + " too) in the SIP media application.");
    } catch (TooManyRequestsException e) {
      return new Result.Throttled();
    } catch (SdkException e) {
      return failure(functionArn, e);
    }
  }

  private static Result failure(String functionArn, SdkException e) {
    if (AwsErrors.isDenied(e)) {
      return new Result.AccessDenied(
          "Invoking "
              + functionArn
              + " is not allowed. Allow lambda:InvokeFunction on it to Carillon's role.");
    }
    LOG.debug("invoking {} failed", functionArn, e);
    return new Result.Unavailable(functionArn + ": " + AwsErrors.advice(e));
  }

  /** The payload of a failed invocation: {@code {"errorType": ..., "errorMessage": ...}}. */
  private static Result functionError(String kind, byte[] payload) {
    try {
      Map<String, Object> error = Json.readObject(payload);
      return new Result.FunctionError(
          error.get("errorType") instanceof String type ? type : kind,
          error.get("errorMessage") instanceof String message ? message : "");
    } catch (JsonException e) {
      LOG.debug("the function's error is not JSON", e);
      return new Result.FunctionError(kind, "");
    }
  }
}
