package org.carillon.core.applications;

import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;

/** What an application's endpoints must be: one function, in the application's region (S1). */
final class Endpoints {

  private Endpoints() {}

  /**
   * Checks them.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} naming what is wrong
   */
  static void check(List<SipMediaApplicationEndpoint> endpoints, String region) {
    if (endpoints.size() != 1 || endpoints.getFirst().lambdaArn() == null) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "Endpoints: exactly one, with the LambdaArn of a function, an alias or a version.");
    }
    // arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME, held against the model's pattern before
    String functionRegion = endpoints.getFirst().lambdaArn().split(":")[3];
    if (!functionRegion.equals(region)) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "Endpoints[0].LambdaArn: the function is in "
              + functionRegion
              + ", the application in "
              + region
              + ". Both must be in one region.");
    }
  }
}
