package org.carillon.media.rtp.srtp;

/** The suites of the guide (V4): AES counter mode with HMAC-SHA1 (RFC 4568 6.2, RFC 6188). */
public enum SrtpSuite {
  AES_CM_128_HMAC_SHA1_80(16, 10),
  AES_CM_128_HMAC_SHA1_32(16, 4),
  AES_CM_192_HMAC_SHA1_80(24, 10),
  AES_CM_192_HMAC_SHA1_32(24, 4),
  AES_CM_256_HMAC_SHA1_80(32, 10),
  AES_CM_256_HMAC_SHA1_32(32, 4);

  /** Bytes of every master salt. */
  public static final int SALT_BYTES = 14;

  /** The tag of RTCP is 80 bits in all of them (RFC 4568 section 6.2). */
  static final int RTCP_TAG_BYTES = 10;

  private final int keyBytes;
  private final int tagBytes;

  SrtpSuite(int keyBytes, int tagBytes) {
    this.keyBytes = keyBytes;
    this.tagBytes = tagBytes;
  }

  /** Bytes of the master key: 16, 24 or 32. */
  public int keyBytes() {
    return keyBytes;
  }

  /** Bytes of the authentication tag of an RTP packet: 10 or 4. */
  public int tagBytes() {
    return tagBytes;
  }
}
