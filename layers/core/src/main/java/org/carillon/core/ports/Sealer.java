package org.carillon.core.ports;

/** Seals small secrets at rest (KMS, or a key file of the data directory). */
public interface Sealer {

  /**
   * Encrypts and authenticates.
   *
   * @param plaintext at most 4,096 bytes
   * @param context bound to the result: {@link #open} needs the same
   */
  byte[] seal(byte[] plaintext, String context);

  /**
   * The plaintext again.
   *
   * @throws IllegalArgumentException when it was changed, or sealed with another key or context
   */
  byte[] open(byte[] sealed, String context);
}
