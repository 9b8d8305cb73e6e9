package org.carillon.core.calls;

import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Json;

/**
 * The rules of {@code TransactionAttributes} (protocol facts 1.4): any JSON object of at most 100
 * pairs and 20 KB; absent or null leaves the stored ones, {@code {}} clears them.
 *
 * <p>Whether other keys are added or replace the stored ones is documented both ways; here the
 * answer's object replaces the stored one whole. Functions in the field return the whole object.
 */
public final class TransactionAttributes {

  /** Most pairs at the top level. */
  public static final int MAX_PAIRS = 100;

  /** Most bytes as UTF-8 JSON. */
  public static final int MAX_BYTES = 20 * 1024;

  private TransactionAttributes() {}

  /** What is wrong with these attributes, if anything. */
  static Optional<FunctionAnswer.Rejected> check(Map<String, Object> attributes) {
    if (attributes.size() > MAX_PAIRS) {
      return Optional.of(
          new FunctionAnswer.Rejected(
              "TransactionAttributesInvalidMapSize",
              "Transaction Attributes has too many mappings. Maximum number of mappings is "
                  + MAX_PAIRS,
              "The answer has " + attributes.size() + "."));
    }
    int bytes = Json.write(attributes).length;
    if (bytes > MAX_BYTES) {
      return Optional.of(
          new FunctionAnswer.Rejected(
              "TransactionAttributesInvalidSize",
              "Transaction Attributes is too large. Maximum size is " + MAX_BYTES + " bytes",
              "The answer's have " + bytes + " bytes as JSON."));
    }
    return Optional.empty();
  }
}
