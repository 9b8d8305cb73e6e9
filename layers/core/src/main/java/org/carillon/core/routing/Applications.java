package org.carillon.core.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.identity.CallerVerdict;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.carillon.core.routing.RoutingDirectory.Rule;

/** The way to the applications of a SIP rule (S3). */
final class Applications {

  private Applications() {}

  /**
   * @param rule enabled
   * @param called what the application sees as called, and a refusal names
   * @param verdict on the caller's identity, none where identities are not verified; the
   *     application sees it as a header of ours, and never a caller's word for it
   * @param voiceConnectorId the connector whose host name the rule is on
   */
  static RouteDecision way(
      RoutingDirectory directory,
      Rule rule,
      InviteFacts facts,
      String called,
      Optional<CallerVerdict> verdict,
      Optional<String> voiceConnectorId) {
    List<RouteTarget> targets =
        rule.applicationIds().stream().flatMap(id -> directory.application(id).stream()).toList();
    if (targets.isEmpty()) {
      return RejectReason.NO_APPLICATION.reject(called);
    }
    Map<String, String> headers = new LinkedHashMap<>(CustomSipHeaders.visible(facts.headers()));
    headers.keySet().removeIf(Verdicts.HEADER::equalsIgnoreCase);
    verdict.ifPresent(found -> headers.put(Verdicts.HEADER, found.result().verstat()));
    return new ToApplication(
        rule.id(), targets, Callers.named(facts), called, headers, voiceConnectorId);
  }
}
