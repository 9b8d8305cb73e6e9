package org.carillon.core.access;

/**
 * Who signed a request.
 *
 * @param accountId the account it belongs to
 * @param arn its name, such as {@code arn:aws:iam::111122223333:root}
 * @param accessKeyId the key it signed with; an id, no secret
 */
public record Principal(String accountId, String arn, String accessKeyId) {

  /** Whether this is the account's root user, who may do everything. */
  public boolean isRoot() {
    return arn.equals("arn:aws:iam::" + accountId + ":root");
  }
}
