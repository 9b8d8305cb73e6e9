package org.carillon.embedded;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM (NIST SP 800-38D) under one key. The form is one byte for the version, 12 bytes
 * nonce, then ciphertext and tag. Safe for use by many threads.
 *
 * <p>The JDK's own cipher and not Tink: one key, one algorithm and one version byte need no key set
 * format, and Tink brings Protocol Buffers and Gson to every start. Random nonces are safe for 2^32
 * secrets under one key; here there are thousands.
 */
final class AesGcm {

  /** Bytes of a key. */
  static final int KEY_BYTES = 32;

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /** Under this key, which is copied. */
  AesGcm(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /** Encrypts and authenticates, and binds to the additional data. */
  byte[] seal(byte[] plaintext, byte[] additional) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, additional);
      ByteBuffer sealed =
          ByteBuffer.allocate(1 + NONCE_BYTES + cipher.getOutputSize(plaintext.length));
      sealed.put(VERSION).put(nonce);
      cipher.doFinal(ByteBuffer.wrap(plaintext), sealed);
      return sealed.array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no AES-GCM", e);
    }
  }

  /**
   * The plaintext again.
   *
   * @throws IllegalArgumentException when it was changed, or sealed with another key or other
   *     additional data
   */
  byte[] open(byte[] sealed, byte[] additional) {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
      throw new IllegalArgumentException("not a sealed secret");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, additional)
          .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw new IllegalArgumentException(
          "a sealed secret was changed, or sealed with another key or context", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] additional) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(additional);
    return cipher;
  }
}
