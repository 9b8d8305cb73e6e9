package org.carillon.core.routing;

import java.util.List;
import java.util.Optional;

/** The part of an account's configuration that routing reads. Safe for use by many threads. */
public interface RoutingDirectory {

  /** Whether the account holds this E.164 number. */
  boolean hasNumber(String e164);

  /** The rule with this number as its trigger, an enabled one first. */
  Optional<Rule> ruleFor(String e164);

  /** The rule with this host name of a connector as its trigger (S2), an enabled one first. */
  default Optional<Rule> ruleForHost(String hostName) {
    return Optional.empty();
  }

  /** The application under this id. */
  Optional<RouteTarget> application(String applicationId);

  /**
   * A SIP rule.
   *
   * @param id the rule's id
   * @param enabled whether it takes calls
   * @param applicationIds the target applications' ids, in order of priority
   */
  record Rule(String id, boolean enabled, List<String> applicationIds) {}
}
