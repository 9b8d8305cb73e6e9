package org.carillon.contract;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A shape of the operator's own API ({@link Api#OPERATOR}), which no SDK has a class for: its
 * members by name, read and checked against our model as every other shape is.
 *
 * @param members as {@link Documents} has them; timestamps are ISO 8601 texts. Not changed by
 *     anybody
 */
public record OperatorDocument(Map<String, Object> members) implements SdkPojo {

  /** An answer without members. */
  public static OperatorDocument empty() {
    return new OperatorDocument(Map.of());
  }

  @Override
  public List<SdkField<?>> sdkFields() {
    return List.of();
  }

  @Override
  public boolean equalsBySdkFields(Object other) {
    return equals(other);
  }

  @Override
  public Map<String, SdkField<?>> sdkFieldNameToField() {
    return Map.of();
  }
}
