package org.carillon.core.access;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.contract.Api;
import org.carillon.contract.ApiException;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ErrorType;
import org.carillon.core.access.RequestedResources.Resource;
import org.carillon.core.access.policy.Decision;
import org.carillon.core.access.policy.Policy;
import org.carillon.core.access.policy.PolicyReader;
import org.carillon.core.access.policy.RequestContext;

/**
 * Whether the caller may do what it asks for (O3): IAM's rules. What denies comes first, what
 * nobody allows is denied, and the root user may do everything. Policies are read from the store
 * for every request, so a change holds at once. Safe for use by many threads.
 */
public final class Authorization {

  private static final int MAX_REMEMBERED = 1000;

  private final Users users;
  private final ManagedPolicies policies;
  private final InstantSource clock;
  private final Map<String, Policy> read = new ConcurrentHashMap<>(); // by document

  /** Decides by these users and policies. */
  public Authorization(Users users, ManagedPolicies policies, InstantSource clock) {
    this.users = users;
    this.policies = policies;
    this.clock = clock;
  }

  /** The action's name in policies, such as {@code chime:GetVoiceConnector}. */
  public static String action(ApiOperation operation) {
    return (operation.api() == Api.OPERATOR ? "carillon:" : "chime:") + operation.name();
  }

  /**
   * Lets a request pass, or not.
   *
   * @param resources what it is about; it must be allowed on each
   * @param input the operation's input by member names, for the tags in it
   * @throws ApiException {@link ErrorType#ACCESS_DENIED} where the operation declares it, or else
   *     {@link ErrorType#FORBIDDEN}: names the user, the action, the resource and why
   */
  public void require(
      Principal principal,
      ApiOperation operation,
      List<Resource> resources,
      Map<String, Object> input,
      ApiRequest request) {
    if (principal.isRoot()) {
      return;
    }
    User user = principal.userName().isEmpty() ? null : user(principal);
    List<Policy> ofUser = user == null ? List.of() : policiesOf(user);
    RequestContext context = context(principal, user, input, request).build();
    for (Resource resource : resources) {
      RequestContext whole =
          context.toBuilder().putTags("aws:ResourceTag", resource.tags()).build();
      check(principal, operation, resource, ofUser, whole);
    }
  }

  private void check(
      Principal principal,
      ApiOperation operation,
      Resource resource,
      List<Policy> ofUser,
      RequestContext context) {
    String action = action(operation);
    Decision decision =
        principal.userName().isEmpty()
            ? Decision.ALLOWED // a session of the root user: its own policy is all
            : Policy.decide(ofUser, action, resource.arn(), context);
    String kind = "identity-based";
    if (decision == Decision.ALLOWED && principal.session().isPresent()) {
      String document = principal.session().get().policy().orElse("");
      if (!document.isEmpty()) {
        decision =
            Policy.decide(List.of(policy(document, "Policy")), action, resource.arn(), context);
        kind = "session";
      }
    }
    if (decision != Decision.ALLOWED) {
      throw denied(principal, operation, resource, decision, kind);
    }
  }

  private static ApiException denied(
      Principal principal,
      ApiOperation operation,
      Resource resource,
      Decision decision,
      String kind) {
    String action = action(operation);
    String why =
        decision == Decision.EXPLICIT_DENY
            ? " with an explicit deny in " + article(kind) + " policy"
            : " because no " + kind + " policy allows the " + action + " action";
    return new ApiException(
        operation.declares(ErrorType.ACCESS_DENIED) ? ErrorType.ACCESS_DENIED : ErrorType.FORBIDDEN,
        "User: "
            + principal.arn()
            + " is not authorized to perform: "
            + action
            + " on resource: "
            + resource.arn()
            + why);
  }

  private static String article(String kind) {
    return (kind.startsWith("i") ? "an " : "a ") + kind;
  }

  private User user(Principal principal) {
    return users
        .find(principal.userName())
        .filter(user -> user.id().equals(principal.userId()))
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.FORBIDDEN,
                    "The user of this access key does not exist any more. Sign in again."));
  }

  /** The policies of a user: its own and those it has of the managed ones. */
  List<Policy> policiesOf(User user) {
    List<Policy> all = new ArrayList<>();
    user.policies().values().forEach(document -> all.add(policy(document, "PolicyDocument")));
    for (String name : user.attached()) {
      policies.find(name).ifPresent(it -> all.add(policy(it.document(), "PolicyDocument")));
    }
    return all;
  }

  /** A document, read; remembered, because the same ones are asked for every request. */
  Policy policy(String document, String member) {
    Policy known = read.get(document);
    if (known == null) {
      known = PolicyReader.read(document, member);
      if (read.size() >= MAX_REMEMBERED) {
        read.clear();
      }
      read.put(document, known);
    }
    return known;
  }

  private RequestContext.Builder context(
      Principal principal, User user, Map<String, Object> input, ApiRequest request) {
    Map<String, String> tags = requestTags(input);
    List<String> tagKeys = new ArrayList<>(tags.keySet());
    if (input.get("TagKeys") instanceof List<?> keys) {
      keys.forEach(key -> tagKeys.add((String) key));
    }
    RequestContext.Builder context =
        principalContext(principal, user)
            .put("aws:SourceIp", request.sourceIp())
            .put("aws:UserAgent", request.header("user-agent").orElse(""))
            .put("aws:RequestedRegion", users.account().region())
            .putTags("aws:RequestTag", tags)
            .put("aws:TagKeys", tagKeys);
    principal
        .session()
        .ifPresent(session -> context.put("aws:TokenIssueTime", session.created().toString()));
    return context;
  }

  /** The keys that are the same for every request of a caller at this moment. */
  RequestContext.Builder principalContext(Principal principal, User user) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    RequestContext.Builder context =
        RequestContext.builder()
            .put("aws:CurrentTime", now.toString())
            .put("aws:EpochTime", Long.toString(now.getEpochSecond()))
            .put("aws:PrincipalArn", principal.arn())
            .put("aws:PrincipalAccount", principal.accountId())
            .put("aws:PrincipalType", principal.session().isPresent() ? "AssumedRole" : "User")
            .put("aws:userid", principal.userId())
            .put("aws:username", principal.userName());
    return user == null ? context : context.putTags("aws:PrincipalTag", user.tags());
  }

  private static Map<String, String> requestTags(Map<String, Object> input) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (input.get("Tags") instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof Map<?, ?> tag
            && tag.get("Key") instanceof String key
            && tag.get("Value") instanceof String value) {
          tags.put(key, value);
        }
      }
    }
    return tags;
  }
}
