package org.carillon.core.ports;

/** Seals small secrets at rest (KMS, or a key file of the data directory). */
public interface Sealer {

  /** Most bytes that are sealed (the limit of KMS). */
  int MAX_PLAINTEXT_BYTES = 4096;

  /**
   * Encrypts and authenticates.
   *
   * @param plaintext 1 to {@value #MAX_PLAINTEXT_BYTES} bytes
   * @param context bound to the result: {@link #open} needs the same; not a secret, not empty
   * @throws IllegalArgumentException when the plaintext is empty or too long, or the context empty
   */
  byte[] seal(byte[] plaintext, String context);

  /**
   * The plaintext again.
   *
   * @throws IllegalArgumentException when it was changed, or sealed with another key or context
   */
  byte[] open(byte[] sealed, String context);

  /**
   * Checks what every sealer asks of its input. Adapters call it first.
   *
   * @throws IllegalArgumentException when the plaintext is empty or too long, or the context empty
   */
  static void checkLimits(byte[] plaintext, String context) {
    if (plaintext.length < 1 || plaintext.length > MAX_PLAINTEXT_BYTES) {
      throw new IllegalArgumentException(
          "1 to " + MAX_PLAINTEXT_BYTES + " bytes are sealed, not " + plaintext.length);
    }
    if (context.isEmpty()) {
      throw new IllegalArgumentException("a secret is sealed for a context");
    }
  }
}
