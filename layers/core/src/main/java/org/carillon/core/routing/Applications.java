package org.carillon.core.routing;

import java.util.List;
import java.util.Map;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.carillon.core.routing.RoutingDirectory.Rule;

/** The way to the applications of a SIP rule (S3). */
final class Applications {

  private Applications() {}

  /**
   * @param rule enabled
   * @param called what the application sees as called, and a refusal names
   */
  static RouteDecision way(
      RoutingDirectory directory, Rule rule, InviteFacts facts, String called) {
    List<RouteTarget> targets =
        rule.applicationIds().stream().flatMap(id -> directory.application(id).stream()).toList();
    if (targets.isEmpty()) {
      return RejectReason.NO_APPLICATION.reject(called);
    }
    Map<String, String> headers = CustomSipHeaders.visible(facts.headers());
    return new ToApplication(rule.id(), targets, Callers.named(facts), called, headers);
  }
}
