package org.carillon.core.carriers;

/** How a trunk and Carillon know each other. */
public enum TrunkAuthentication {
  /** By address alone: the carrier has ours, we have theirs. */
  IP_TRUST,
  /** By SIP digest on each call we send. */
  DIGEST,
  /** We register with the carrier (RFC 3261 section 10), and answer its digest challenges. */
  REGISTRATION;

  /** Whether it needs a user name and a password. */
  public boolean needsCredentials() {
    return this != IP_TRUST;
  }
}
