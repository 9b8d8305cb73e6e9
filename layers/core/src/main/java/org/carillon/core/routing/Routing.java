package org.carillon.core.routing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.routing.RouteDecision.ToApplication;

/**
 * Decides where a call goes (S3). A pure function of the facts of the INVITE and the directory;
 * holds no state.
 */
public final class Routing implements RoutingQuestion {

  private static final int MAX_CALLER_LENGTH = 128;

  private final RoutingDirectory directory;

  /**
   * @param directory the account's numbers, rules and applications
   */
  public Routing(RoutingDirectory directory) {
    this.directory = directory;
  }

  @Override
  public RouteDecision decide(InviteFacts facts) {
    return inboundFromCarrier(facts);
  }

  private RouteDecision inboundFromCarrier(InviteFacts facts) {
    Optional<String> called = DialledNumber.parse(facts.requestUser());
    if (called.isEmpty()) {
      return RejectReason.NOT_E164.reject(forLog(facts.requestUser()));
    }
    String number = called.get();
    if (!directory.hasNumber(number)) {
      return RejectReason.UNKNOWN_NUMBER.reject(number);
    }
    Optional<RoutingDirectory.Rule> rule = directory.ruleFor(number);
    if (rule.isEmpty()) {
      return RejectReason.NO_RULE.reject(number);
    }
    if (!rule.get().enabled()) {
      return RejectReason.RULE_DISABLED.reject(number);
    }
    List<RouteTarget> targets =
        rule.get().applicationIds().stream()
            .flatMap(id -> directory.application(id).stream())
            .toList();
    if (targets.isEmpty()) {
      return RejectReason.NO_APPLICATION.reject(number);
    }
    Map<String, String> headers = CustomSipHeaders.visible(facts.headers());
    return new ToApplication(rule.get().id(), targets, caller(facts), number, headers);
  }

  /**
   * Callers need no number: anonymous calls and private extensions come in as they name themselves.
   */
  private static String caller(InviteFacts facts) {
    return DialledNumber.parse(facts.fromUser())
        .orElseGet(
            () ->
                facts.fromUser().isEmpty()
                    ? "anonymous"
                    : cut(facts.fromUser(), MAX_CALLER_LENGTH));
  }

  /** What a stranger sent, made safe for one log line. */
  private static String forLog(String text) {
    return cut(text, 64).replaceAll("\\p{Cntrl}", "?");
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
