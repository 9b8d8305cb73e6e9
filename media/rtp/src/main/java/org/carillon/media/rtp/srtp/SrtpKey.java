package org.carillon.media.rtp.srtp;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The master key of one direction (RFC 4568: what one side's {@code a=crypto} line says of the
 * packets it sends). What it prints as a string has no key in it.
 */
public final class SrtpKey {
  private static final int MOST_MKI_BYTES = 128;

  private final SrtpSuite suite;
  private final byte[] key;
  private final byte[] salt;
  private final byte[] mki;

  /**
   * A key.
   *
   * @param keyAndSalt the master key and the 14 bytes of the master salt after it
   * @param mki the master key identifier in every packet, at most 128 bytes; empty for none
   * @throws IllegalArgumentException when the lengths are not those of the suite
   */
  public SrtpKey(SrtpSuite suite, byte[] keyAndSalt, byte[] mki) {
    if (keyAndSalt.length != suite.keyBytes() + SrtpSuite.SALT_BYTES) {
      throw new IllegalArgumentException(
          suite + " has " + (suite.keyBytes() + SrtpSuite.SALT_BYTES) + " bytes of key and salt");
    }
    if (mki.length > MOST_MKI_BYTES) {
      throw new IllegalArgumentException("a master key identifier has at most 128 bytes");
    }
    this.suite = suite;
    this.key = Arrays.copyOf(keyAndSalt, suite.keyBytes());
    this.salt = Arrays.copyOfRange(keyAndSalt, suite.keyBytes(), keyAndSalt.length);
    this.mki = mki.clone();
  }

  /** The suite. */
  public SrtpSuite suite() {
    return suite;
  }

  byte[] key() {
    return key;
  }

  byte[] salt() {
    return salt;
  }

  byte[] mki() {
    return mki;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SrtpKey that
        && suite == that.suite
        && MessageDigest.isEqual(key, that.key)
        && MessageDigest.isEqual(salt, that.salt)
        && Arrays.equals(mki, that.mki);
  }

  @Override
  public int hashCode() {
    return suite.hashCode();
  }

  @Override
  public String toString() {
    return "SRTP key of " + suite;
  }
}
