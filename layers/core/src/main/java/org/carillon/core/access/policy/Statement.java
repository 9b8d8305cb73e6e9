package org.carillon.core.access.policy;

import java.util.List;

/**
 * One statement of a policy. Immutable.
 *
 * @param sid its name, or an empty text
 * @param allows whether its effect is Allow
 * @param actions what it is about, or with {@code allButActions} what it is not about
 * @param resources as {@code actions}
 */
record Statement(
    String sid,
    boolean allows,
    List<PolicyText> actions,
    boolean allButActions,
    List<PolicyText> resources,
    boolean allButResources,
    List<Condition> conditions) {

  /** Whether it speaks of this request. */
  boolean appliesTo(String action, String resource, RequestContext context) {
    return actions.stream().anyMatch(it -> it.matches(action, context, true)) != allButActions
        && resources.stream().anyMatch(it -> it.matches(resource, context, false))
            != allButResources
        && conditions.stream().allMatch(it -> it.holds(context));
  }
}
