package org.carillon.core.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.access.policy.PolicyReader;

/**
 * CreateSession of the operator's API (O3), as AssumeRole of STS: a temporary key for the caller
 * itself or for a user. A policy can be given that its requests must pass as well, so that a
 * session has less rights than its user.
 */
public final class CreateSession implements Operation<OperatorDocument, OperatorDocument> {

  private final Users users;
  private final AccessKeys keys;

  /** Over these. */
  public CreateSession(Users users, AccessKeys keys) {
    this.users = users;
    this.keys = keys;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    if (caller.principal().session().isPresent()) {
      throw new ApiException(
          ErrorType.FORBIDDEN,
          "A session cannot make another session. Sign this request with a lasting access key.");
    }
    Map<String, Object> input = request.members();
    Optional<String> policy = Optional.ofNullable((String) input.get("Policy"));
    policy.ifPresent(document -> PolicyReader.read(document, "Policy"));
    Principal principal = principal(input, caller, policy);
    AccessKey made =
        keys.createTemporary(
            principal, Duration.ofSeconds((Integer) input.getOrDefault("DurationSeconds", 3600)));
    Map<String, Object> credentials = new LinkedHashMap<>();
    credentials.put("AccessKeyId", made.id());
    credentials.put("SecretAccessKey", made.secret().reveal());
    credentials.put("SessionToken", made.sessionToken().orElseThrow().reveal());
    credentials.put("Expiration", made.expiresAt().orElseThrow().toString());
    return new OperatorDocument(Map.of("Credentials", credentials, "Arn", principal.arn()));
  }

  private Principal principal(Map<String, Object> input, Caller caller, Optional<String> policy) {
    String sessionName = (String) input.get("SessionName");
    String userName = (String) input.getOrDefault("UserName", caller.principal().userName());
    String userId = userName.isEmpty() ? users.account().id() : users.require(userName).id();
    String arn =
        "arn:aws:sts::%s:assumed-role/%s/%s"
            .formatted(users.account().id(), userName.isEmpty() ? "root" : userName, sessionName);
    return new Principal(
        users.account().id(),
        arn,
        "",
        userName,
        userId,
        Optional.of(new Principal.Session(sessionName, Instant.EPOCH, policy)));
  }
}
