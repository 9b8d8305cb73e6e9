package org.carillon.core.access.policy;

import java.util.List;

/**
 * A policy, ready to be asked. Immutable; see {@link PolicyReader} for how it is made of a
 * document.
 */
public final class Policy {

  private final List<Statement> statements;

  Policy(List<Statement> statements) {
    this.statements = statements;
  }

  /**
   * What policies of one kind say together: one statement that denies decides, then one that
   * allows, and what nobody speaks of is denied.
   *
   * @param action such as {@code chime:GetVoiceConnector}
   * @param resource an ARN, or {@code *} for an operation that is about none
   */
  public static Decision decide(
      List<Policy> policies, String action, String resource, RequestContext context) {
    boolean allowed = false;
    for (Policy policy : policies) {
      for (Statement statement : policy.statements) {
        if ((!allowed || !statement.allows()) && statement.appliesTo(action, resource, context)) {
          if (!statement.allows()) {
            return Decision.EXPLICIT_DENY;
          }
          allowed = true;
        }
      }
    }
    return allowed ? Decision.ALLOWED : Decision.IMPLICIT_DENY;
  }
}
