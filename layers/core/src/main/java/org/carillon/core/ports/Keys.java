package org.carillon.core.ports;

import java.util.Map;
import java.util.Optional;

/**
 * Customers' encryption keys (P2): AWS KMS, or the keys an installation keeps itself. Carillon
 * works with a key only through a grant that the customer can revoke at any time.
 *
 * <p>Implementations are safe for use by many threads. They throw {@link PortUnavailableException}
 * when the keys cannot be reached.
 */
public interface Keys {

  /** Bytes of a plaintext data key: one of AES-256. */
  int DATA_KEY_BYTES = 32;

  /**
   * What is known of a key (DescribeKey).
   *
   * @param keyArn an ARN {@code arn:aws:kms:REGION:ACCOUNT:key/ID}
   * @return empty when there is no such key
   * @throws KeyRefusedException {@link KeyRefusedException.Reason#DENIED} when the key's policy
   *     does not let Carillon look
   */
  Optional<KeyDescription> describe(String keyArn);

  /**
   * Lets Carillon use a key for one encryption context: DescribeKey, GenerateDataKey, Decrypt and
   * RetireGrant (CreateGrant).
   *
   * @param encryptionContext what every use of the grant must at least name; not empty
   * @param name makes a repeated call with the same key and context give the same grant, so that a
   *     retry leaves no second one; 1 to 256 letters, digits and {@code :/_-}
   * @throws KeyRefusedException when there is no such key, it is disabled or of the wrong kind, or
   *     its policy does not allow grants
   */
  KeyGrant createGrant(String keyArn, Map<String, String> encryptionContext, String name);

  /** Gives a grant back (RetireGrant). One that is revoked, or whose key is gone, is no error. */
  void retireGrant(String keyArn, KeyGrant grant);

  /**
   * A new key for data, in plain and sealed by the customer's key (GenerateDataKey).
   *
   * @throws KeyRefusedException {@link KeyRefusedException.Reason#DENIED} when the grant is revoked
   *     or does not cover the context; or when the key is gone or disabled
   */
  DataKey generateDataKey(String keyArn, KeyGrant grant, Map<String, String> encryptionContext);

  /**
   * A data key in plain again (Decrypt).
   *
   * @param sealed as {@link #generateDataKey} gave it
   * @throws KeyRefusedException as for {@link #generateDataKey}
   * @throws IllegalArgumentException when it was changed, or sealed by another key or for another
   *     context
   */
  byte[] decrypt(
      String keyArn, KeyGrant grant, byte[] sealed, Map<String, String> encryptionContext);

  /** The keys this installation keeps itself; empty when AWS KMS keeps them. */
  Optional<KeyStore> store();

  /**
   * A key.
   *
   * @param enabled whether it can be used now
   * @param symmetric whether it encrypts and decrypts with one secret (KMS: SYMMETRIC_DEFAULT for
   *     ENCRYPT_DECRYPT)
   */
  record KeyDescription(String keyArn, boolean enabled, boolean symmetric) {}

  /**
   * A grant.
   *
   * @param id by which its owner lists and revokes it
   * @param token makes it good at once, also where grants take minutes to be known everywhere; not
   *     a secret; may be empty
   */
  record KeyGrant(String id, String token) {}

  /**
   * A data key.
   *
   * @param plaintext {@value #DATA_KEY_BYTES} bytes, to be forgotten after use
   * @param sealed to be kept with the data; 1 to 6,144 bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record DataKey(byte[] plaintext, byte[] sealed) {}
}
