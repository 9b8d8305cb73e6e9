package org.carillon.core.ports;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys an installation keeps itself, for their owner: what the console of AWS KMS does. Safe
 * for use by many threads.
 */
public interface KeyStore {

  /**
   * A key.
   *
   * @param spec as KMS names it: {@link #SYMMETRIC}, or one of an asymmetric key
   */
  record StoredKey(
      String keyArn, String spec, boolean enabled, String description, Instant created) {}

  /**
   * A grant on a key.
   *
   * @param encryptionContext what every use of it must at least name
   */
  record StoredGrant(String id, Map<String, String> encryptionContext, Instant created) {}

  /** The spec of a key that encrypts and decrypts. */
  String SYMMETRIC = "SYMMETRIC_DEFAULT";

  /**
   * Makes a key.
   *
   * @param keyArn its ARN, not used before
   * @param spec {@link #SYMMETRIC}, or another of KMS; such a key has no use here, but to try how
   *     it is refused
   */
  StoredKey create(String keyArn, String spec, String description);

  /** The key of this ARN. */
  Optional<StoredKey> find(String keyArn);

  /** All keys, oldest first. There are few. */
  List<StoredKey> list();

  /**
   * Lets a key be used, or not.
   *
   * @return false when there is no such key
   */
  boolean setEnabled(String keyArn, boolean enabled);

  /** The grants on a key; empty when it has none. */
  List<StoredGrant> grants(String keyArn);

  /**
   * Takes a grant away from whom it was given to.
   *
   * @return false when there is none of this id
   */
  boolean revoke(String keyArn, String grantId);
}
