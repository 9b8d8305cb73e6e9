package org.carillon.core;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104, FIPS 180-4). Every JDK has it. */
public final class Hmac {

  private static final String ALGORITHM = "HmacSHA256";

  private Hmac() {}

  /** The 32 bytes of a message's code under a key of at least one byte. */
  public static byte[] sha256(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(message);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JDK has no HMAC-SHA-256", missing);
    }
  }

  /** The same of a text in UTF-8. */
  public static byte[] sha256(byte[] key, String text) {
    return sha256(key, text.getBytes(StandardCharsets.UTF_8));
  }
}
