package org.carillon.core.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a call goes. Sealed: a new kind of way makes every place that takes one handle it. */
public sealed interface RouteDecision {

  /**
   * Nowhere: answer the INVITE with this.
   *
   * @param reason which rule refused it
   * @param sipStatus the final response's status code
   * @param reasonPhrase the final response's reason phrase
   * @param cdrReason the call detail record's {@code StatusMessage}
   * @param advice one log line: what happened and what to do about it
   */
  record Reject(
      RejectReason reason, int sipStatus, String reasonPhrase, String cdrReason, String advice)
      implements RouteDecision {}

  /**
   * To an application (S3).
   *
   * @param ruleId the SIP rule that matched
   * @param targets the applications in the order they are tried, at least one
   * @param from the caller: an E.164 number, or the From user part as it came (cut to 128
   *     characters) when it is none
   * @param to the E.164 number that was called
   * @param sipHeaders the custom headers the application sees
   */
  record ToApplication(
      String ruleId,
      List<RouteTarget> targets,
      String from,
      String to,
      Map<String, String> sipHeaders)
      implements RouteDecision {
    public ToApplication {
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("a call to an application has at least one target");
      }
      targets = List.copyOf(targets);
      sipHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(sipHeaders));
    }
  }
}
