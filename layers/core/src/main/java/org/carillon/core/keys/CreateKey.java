package org.carillon.core.keys;

import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.ports.KeyStore;

/**
 * CreateKey of the operator's API (P2): a key this installation keeps; its ARN goes into voice
 * profile domains.
 */
public final class CreateKey implements Operation<OperatorDocument, OperatorDocument> {

  private final KeptKeys keys;

  /** Over these keys. */
  public CreateKey(KeptKeys keys) {
    this.keys = keys;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String spec = (String) request.members().getOrDefault("KeySpec", KeyStore.SYMMETRIC);
    String description = (String) request.members().getOrDefault("Description", "");
    return new OperatorDocument(
        Map.of(
            "Key", KeptKeys.shape(keys.store().create(keys.arn(Ids.guid()), spec, description))));
  }
}
