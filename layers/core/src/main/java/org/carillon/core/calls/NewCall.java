package org.carillon.core.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.documents.Fields;
import org.carillon.core.routing.PlacedCall;
import org.carillon.core.routing.RouteDocuments;
import org.carillon.core.routing.RouteTarget;

/**
 * A call that CreateSipMediaApplicationCall wants (S5): checked, answered, and to be placed by
 * whichever media node takes it first.
 *
 * @param transactionId the call's id, a GUID
 * @param application whose function is told
 * @param from the caller id, an E.164 number of the account
 * @param to whom: an E.164 number, or a SIP URI where the operator allows that
 * @param sipHeaders custom header fields of the INVITE
 * @param arguments {@code ArgumentsMap}, for the function
 * @param at when it was asked for
 */
public record NewCall(
    String transactionId,
    RouteTarget application,
    String from,
    String to,
    Map<String, String> sipHeaders,
    Map<String, String> arguments,
    Instant at) {

  /** How long such a call may ring: as long as CallAndBridge lets one at most. */
  public static final Duration RING_LIMIT = Duration.ofMinutes(2);

  public NewCall {
    sipHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(sipHeaders));
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** {@link #to} as routing asks for it. */
  public PlacedCall.Callee callee() {
    return CallRules.isSipUri(to)
        ? new PlacedCall.Callee.Uri(to)
        : new PlacedCall.Callee.Telephone(to);
  }

  Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("TransactionId", transactionId);
    document.put("Targets", RouteDocuments.targets(List.of(application)));
    document.put("From", from);
    document.put("To", to);
    document.put("SipHeaders", sipHeaders);
    document.put("Arguments", arguments);
    document.put("At", at.toString());
    return document;
  }

  static NewCall fromDocument(Map<String, Object> document) {
    Fields fields = Fields.of(document, "NewCall");
    return new NewCall(
        fields.text("TransactionId"),
        RouteDocuments.targets(fields).getFirst(),
        fields.text("From"),
        fields.text("To"),
        fields.texts("SipHeaders"),
        fields.texts("Arguments"),
        fields.moment("At"));
  }
}
