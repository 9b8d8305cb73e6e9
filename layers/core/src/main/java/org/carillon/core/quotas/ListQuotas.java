package org.carillon.core.quotas;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** ListQuotas of the operator's API (O8): all of them, with what holds now. */
public final class ListQuotas implements Operation<OperatorDocument, OperatorDocument> {

  private final Quotas quotas;

  /** Over these quotas. */
  public ListQuotas(Quotas quotas) {
    this.quotas = quotas;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    List<Map<String, Object>> all =
        Arrays.stream(Quota.values()).map(quota -> shape(quota, quotas.limit(quota))).toList();
    return new OperatorDocument(Map.of("Quotas", all));
  }

  static Map<String, Object> shape(Quota quota, int value) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("QuotaCode", quota.code());
    shape.put("Description", quota.description());
    shape.put("Value", value);
    shape.put("DefaultValue", quota.defaultValue());
    quota.hostedDefault().ifPresent(hosted -> shape.put("HostedDefaultValue", hosted));
    return shape;
  }
}
