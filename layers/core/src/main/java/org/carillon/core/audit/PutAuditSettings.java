package org.carillon.core.audit;

import java.util.Map;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.ports.ObjectName;

/**
 * PutAuditSettings of the operator's API (O5): switches the audit on and off, or sends it
 * elsewhere. Members that are not given stay as they are.
 */
public final class PutAuditSettings implements Operation<OperatorDocument, OperatorDocument> {

  private final AuditSettings settings;

  /** Over these settings. */
  public PutAuditSettings(AuditSettings settings) {
    this.settings = settings;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    AuditSettings.Target before = settings.current();
    Map<String, Object> input = request.members();
    AuditSettings.Target target =
        new AuditSettings.Target(
            (Boolean) input.getOrDefault("Enabled", before.enabled()),
            (String) input.getOrDefault("Bucket", before.bucket()),
            (String) input.getOrDefault("KeyPrefix", before.keyPrefix()));
    if (target.enabled() && target.bucket().isEmpty()) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "Bucket: an audit needs a bucket. Name one, or switch it off.");
    }
    checkName("Bucket", target.bucket(), "audit");
    checkName("KeyPrefix", "bucket", target.keyPrefix() + "x");
    settings.put(target);
    return GetAuditSettings.shape(target);
  }

  private static void checkName(String member, String bucket, String key) {
    try {
      if (!bucket.isEmpty()) {
        ObjectName.check(bucket, key);
      }
    } catch (IllegalArgumentException wrong) {
      throw new ApiException(ErrorType.BAD_REQUEST, member + ": " + wrong.getMessage() + ".");
    }
  }
}
