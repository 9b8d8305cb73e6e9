package org.carillon.core.keys;

import java.util.List;
import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** ListGrants of the operator's API (P2): what the key may be used for, and which domain asked. */
public final class ListGrants implements Operation<OperatorDocument, OperatorDocument> {

  private final KeptKeys keys;

  /** Over these keys. */
  public ListGrants(KeptKeys keys) {
    this.keys = keys;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    List<Map<String, Object>> grants =
        keys.store().grants(keys.required(request)).stream()
            .map(
                grant ->
                    Map.<String, Object>of(
                        "GrantId", grant.id(),
                        "EncryptionContextSubset", grant.encryptionContext(),
                        "CreatedTimestamp", grant.created().toString()))
            .toList();
    return new OperatorDocument(Map.of("Grants", grants));
  }
}
