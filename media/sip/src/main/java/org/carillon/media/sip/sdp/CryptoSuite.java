package org.carillon.media.sip.sdp;

import java.util.Optional;

/**
 * The SRTP suites of the guide (V4): AES in counter mode with HMAC-SHA1 (RFC 4568 section 6.2, RFC
 * 6188). The names are those of the guide; the ones that RFC 6188 registers are read too.
 */
public enum CryptoSuite {
  AES_CM_128_HMAC_SHA1_80(16, "AES_CM_128_HMAC_SHA1_80"),
  AES_CM_128_HMAC_SHA1_32(16, "AES_CM_128_HMAC_SHA1_32"),
  AES_CM_192_HMAC_SHA1_80(24, "AES_192_CM_HMAC_SHA1_80"),
  AES_CM_192_HMAC_SHA1_32(24, "AES_192_CM_HMAC_SHA1_32"),
  AES_CM_256_HMAC_SHA1_80(32, "AES_256_CM_HMAC_SHA1_80"),
  AES_CM_256_HMAC_SHA1_32(32, "AES_256_CM_HMAC_SHA1_32");

  private static final int SALT_BYTES = 14;

  private final int keyBytes;
  private final String registeredName;

  CryptoSuite(int keyBytes, String registeredName) {
    this.keyBytes = keyBytes;
    this.registeredName = registeredName;
  }

  /** Bytes of the master key and the 14 of the master salt after it. */
  public int keyAndSaltBytes() {
    return keyBytes + SALT_BYTES;
  }

  /** The suite of a name in an {@code a=crypto} line; letter case counts (RFC 4568). */
  static Optional<CryptoSuite> named(String name) {
    for (CryptoSuite suite : values()) {
      if (suite.name().equals(name) || suite.registeredName.equals(name)) {
        return Optional.of(suite);
      }
    }
    return Optional.empty();
  }
}
