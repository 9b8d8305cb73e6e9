package org.carillon.core.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.access.policy.Policy;
import org.carillon.core.access.policy.PolicyReader;
import org.carillon.core.access.policy.RequestContext;

/**
 * SimulatePolicy of the operator's API (O3): what a user's policies, or documents that are not
 * stored yet, say of actions. Nothing is done.
 */
public final class SimulatePolicy implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;
  private final Authorization authorization;

  /** Over these. */
  public SimulatePolicy(Users users, Authorization authorization) {
    this.users = users;
    this.authorization = authorization;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Map<String, Object> input = request.members();
    RequestContext.Builder context = RequestContext.builder();
    List<Policy> asked = new ArrayList<>();
    if (input.get("UserName") instanceof String name) {
      User user = users.require(name);
      asked.addAll(authorization.policiesOf(user));
      Principal principal =
          new Principal(
              users.account().id(),
              User.arn(users.account(), name),
              "",
              name,
              user.id(),
              Optional.empty());
      context = authorization.principalContext(principal, user);
    }
    List<String> documents = texts(input.get("PolicyDocuments"));
    for (int i = 0; i < documents.size(); i++) {
      asked.add(PolicyReader.read(documents.get(i), "PolicyDocuments[" + i + "]"));
    }
    for (Object entry : (List<?>) input.getOrDefault("ContextEntries", List.of())) {
      Map<?, ?> key = (Map<?, ?>) entry;
      context.put((String) key.get("Key"), texts(key.get("Values")));
    }
    return answer(input, asked, context.build());
  }

  private static OperatorDocument answer(
      Map<String, Object> input, List<Policy> asked, RequestContext context) {
    List<String> resources = texts(input.getOrDefault("Resources", List.of("*")));
    List<Map<String, Object>> results = new ArrayList<>();
    for (String action : texts(input.get("Actions"))) {
      for (String resource : resources) {
        results.add(
            Map.of(
                "Action", action,
                "Resource", resource,
                "Decision", Policy.decide(asked, action, resource, context).wireName()));
      }
    }
    return new OperatorDocument(Map.of("Results", results));
  }

  private static List<String> texts(Object list) {
    return list == null ? List.of() : ((List<?>) list).stream().map(String.class::cast).toList();
  }
}
