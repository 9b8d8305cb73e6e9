package org.carillon.media.sip.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The hash of a digest, weakest first (RFC 8760 section 2). The {@code -sess} variants are not
 * offered.
 */
public enum DigestAlgorithm {
  MD5("MD5", "MD5"),
  SHA_256("SHA-256", "SHA-256"),
  SHA_512_256("SHA-512-256", "SHA-512/256");

  private static final HexFormat HEX = HexFormat.of();

  private final String token;
  private final String jdkName;

  DigestAlgorithm(String token, String jdkName) {
    this.token = token;
    this.jdkName = jdkName;
  }

  /** The value of the {@code algorithm} parameter. */
  public String token() {
    return token;
  }

  /** The algorithm of that token in any case; empty when it is none of ours. */
  public static Optional<DigestAlgorithm> of(String token) {
    for (DigestAlgorithm algorithm : values()) {
      if (algorithm.token.equalsIgnoreCase(token)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** H(data) in lower case hexadecimal digits; text is taken as UTF-8. */
  String hash(String data) {
    try {
      byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
      return HEX.formatHex(MessageDigest.getInstance(jdkName).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The JDK has no " + jdkName, e);
    }
  }
}
