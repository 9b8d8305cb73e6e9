package org.carillon.aws;

import org.carillon.core.ports.PortUnavailableException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failing AWS call means to the core and to the operator. */
final class AwsErrors {

  private AwsErrors() {}

  /**
   * An error that is none of the outcomes a port knows.
   *
   * @param what what was tried, such as {@code the table calls}
   */
  static PortUnavailableException unavailable(String what, SdkException e) {
    return new PortUnavailableException(what + ": " + advice(e), e);
  }

  /** One line on what went wrong and what helps. */
  static String advice(SdkException e) {
    if (!(e instanceof AwsServiceException service) || service.awsErrorDetails() == null) {
      return "AWS was not reached ("
          + e.getMessage()
          + "). Check the network, AWS_REGION, AWS_ENDPOINT_URL and the credentials.";
    }
    String code = service.awsErrorDetails().errorCode();
    String said = code + ", " + service.awsErrorDetails().errorMessage();
    if (isDenied(service)) {
      return "not allowed (" + said + "). Add the missing permission to this process's role.";
    }
    return service.statusCode() >= 500 || service.isThrottlingException()
        ? "AWS is busy (" + said + "). It is worth trying again."
        : "refused (" + said + ").";
  }

  /** Whether a permission is missing. */
  static boolean isDenied(SdkException e) {
    return e instanceof AwsServiceException service
        && (service.statusCode() == 403
            || (service.awsErrorDetails() != null
                && String.valueOf(service.awsErrorDetails().errorCode()).contains("AccessDenied")));
  }
}
