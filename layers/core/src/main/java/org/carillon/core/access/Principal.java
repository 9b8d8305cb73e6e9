package org.carillon.core.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Who signed a request.
 *
 * @param accountId the account it belongs to
 * @param arn its name, such as {@code arn:aws:iam::111122223333:root}
 * @param accessKeyId the key it signed with; an id, no secret
 * @param userName the user it is, or on whose behalf a session acts; empty for the root user
 * @param userId the user's unique id; the account's id for the root user
 * @param session the session, when the key is a temporary one
 */
public record Principal(
    String accountId,
    String arn,
    String accessKeyId,
    String userName,
    String userId,
    Optional<Session> session) {

  /**
   * A session made by CreateSession.
   *
   * @param name its name, a part of its ARN
   * @param created when it began
   * @param policy a policy document that its requests must pass beside those of its user
   */
  public record Session(String name, Instant created, Optional<String> policy) {}

  /** The account's root user with a lasting key. */
  public Principal(String accountId, String arn, String accessKeyId) {
    this(accountId, arn, accessKeyId, "", accountId, Optional.empty());
  }

  /** Whether this is the account's root user, who may do everything. */
  public boolean isRoot() {
    return userName.isEmpty()
        && session.flatMap(Session::policy).isEmpty()
        && (session.isPresent() || arn.equals("arn:aws:iam::" + accountId + ":root"));
  }
}
