package org.carillon.core.access.policy;

/** What policies say of a request. */
public enum Decision {
  /** A statement allows it and none denies it. */
  ALLOWED("allowed"),
  /** A statement denies it; no other can change that. */
  EXPLICIT_DENY("explicitDeny"),
  /** No statement speaks of it. */
  IMPLICIT_DENY("implicitDeny");

  private final String wireName;

  Decision(String wireName) {
    this.wireName = wireName;
  }

  /** The name that IAM's policy simulator has for it. */
  public String wireName() {
    return wireName;
  }
}
