package org.carillon.core.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** GetAuditSettings of the operator's API (O5): where the audit goes. */
public final class GetAuditSettings implements Operation<OperatorDocument, OperatorDocument> {

  private final AuditSettings settings;

  /** Over these settings. */
  public GetAuditSettings(AuditSettings settings) {
    this.settings = settings;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    return shape(settings.current());
  }

  static OperatorDocument shape(AuditSettings.Target target) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("Enabled", target.isOn());
    shape.put("Bucket", target.bucket());
    shape.put("KeyPrefix", target.keyPrefix());
    return new OperatorDocument(Map.of("AuditSettings", shape));
  }
}
