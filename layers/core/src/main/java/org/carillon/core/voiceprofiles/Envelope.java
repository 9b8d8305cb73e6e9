package org.carillon.core.voiceprofiles;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.carillon.core.ports.Keys;
import org.carillon.core.voiceprofiles.DomainKeys.DomainKey;

/**
 * Envelope encryption of what is known of a voice (P2): each under a data key of its own, which the
 * customer's key seals (GenerateDataKey, Decrypt). AES-256-GCM; since no data key is used twice,
 * the nonce is fixed.
 */
final class Envelope {

  /** Most bytes of one voiceprint. */
  static final int MAX_BYTES = 64 * 1024;

  private static final String SEALED_KEY = "SealedKey";
  private static final String DATA = "Data";
  private static final byte[] NONCE = new byte[12];

  private Envelope() {}

  /**
   * Encrypts.
   *
   * @return a document for an item
   * @throws org.carillon.contract.ApiException when the domain's key cannot be used
   */
  static Map<String, Object> seal(DomainKeys keys, DomainKey key, byte[] plaintext) {
    if (plaintext.length < 1 || plaintext.length > MAX_BYTES) {
      throw new IllegalArgumentException("a voiceprint has 1 to " + MAX_BYTES + " bytes");
    }
    Keys.DataKey dataKey = keys.dataKey(key);
    byte[] data = crypt(Cipher.ENCRYPT_MODE, dataKey.plaintext(), key, plaintext);
    return Map.of(SEALED_KEY, base64(dataKey.sealed()), DATA, base64(data));
  }

  /**
   * Decrypts.
   *
   * @throws org.carillon.contract.ApiException when the domain's key cannot be used
   */
  static byte[] open(DomainKeys keys, DomainKey key, Map<?, ?> sealed) {
    byte[] dataKey = keys.open(key, bytes(sealed.get(SEALED_KEY)));
    return crypt(Cipher.DECRYPT_MODE, dataKey, key, bytes(sealed.get(DATA)));
  }

  private static byte[] crypt(int mode, byte[] dataKey, DomainKey key, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(dataKey, "AES"), new GCMParameterSpec(128, NONCE));
      cipher.updateAAD(key.domainArn().getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("a stored voiceprint does not open", broken);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(Object base64) {
    return Base64.getDecoder().decode((String) base64);
  }
}
