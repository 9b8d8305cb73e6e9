package org.carillon.core.quotas;

import java.util.Map;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** PutQuota of the operator's API (O8). What is over a lowered quota already stays. */
public final class PutQuota implements Operation<OperatorDocument, OperatorDocument> {

  private final Quotas quotas;

  /** Over these quotas. */
  public PutQuota(Quotas quotas) {
    this.quotas = quotas;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Quota quota = required(request);
    int value = (Integer) request.members().get("Value");
    quotas.set(quota, value);
    return new OperatorDocument(Map.of("Quota", ListQuotas.shape(quota, value)));
  }

  /** The quota a request names. */
  static Quota required(OperatorDocument request) {
    return Quota.of((String) request.members().get("QuotaCode"))
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND, "QuotaCode: no such quota. ListQuotas has them all."));
  }
}
