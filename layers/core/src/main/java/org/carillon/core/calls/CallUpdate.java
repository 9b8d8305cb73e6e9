package org.carillon.core.calls;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.core.documents.Fields;

/**
 * What UpdateSipMediaApplicationCall wants a live call's function to be told (S5).
 *
 * @param transactionId the call
 * @param arguments {@code Arguments}
 * @param at when it was asked for
 */
public record CallUpdate(String transactionId, Map<String, String> arguments, Instant at) {

  public CallUpdate {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  Map<String, Object> toDocument() {
    return Map.of("TransactionId", transactionId, "Arguments", arguments, "At", at.toString());
  }

  static CallUpdate fromDocument(Map<String, Object> document) {
    Fields fields = Fields.of(document, "CallUpdate");
    return new CallUpdate(
        fields.text("TransactionId"), fields.texts("Arguments"), fields.moment("At"));
  }
}
