package org.carillon.core.routing;

/** How much is known of a caller's right to its number (RFC 8588 section 4, N13). */
public enum Attestation {
  /** The caller is known and holds the number. */
  A,
  /** The caller is known, its right to the number is not. */
  B,
  /** The call came in from elsewhere. */
  C
}
