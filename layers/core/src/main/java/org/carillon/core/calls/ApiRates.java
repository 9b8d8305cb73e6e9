package org.carillon.core.calls;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.routing.CallRates;

/** The rates of requests that make or change calls (S5, O8). */
final class ApiRates {

  private ApiRates() {}

  /**
   * Takes one request's place.
   *
   * @throws ApiException {@link ErrorType#THROTTLED_CLIENT} when there is none; the message says
   *     how to raise the quota
   */
  static void take(CallRates rates, String name, Quotas quotas, Quota quota) {
    int limit = quotas.limit(quota);
    if (!rates.take(name, limit)) {
      throw new ApiException(
          ErrorType.THROTTLED_CLIENT,
          quota.description()
              + ": more than "
              + limit
              + ". An operator raises it with: scripts/carillon quotas set "
              + quota.code()
              + " NUMBER");
    }
  }
}
