package org.carillon.media.task;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A private key under a passphrase, as PEM in PKCS #8 form (RFC 5958, RFC 7468 section 11). */
final class SealedKey {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN ENCRYPTED PRIVATE KEY-----([^-]+)-----END ENCRYPTED PRIVATE KEY-----");

  /** The form of which the parameters say the algorithms (RFC 8018 section 6.2). */
  private static final String PBES2 = "1.2.840.113549.1.5.13";

  private static final int LINE = 64;

  private SealedKey() {}

  /**
   * The key without the passphrase, as PEM in PKCS #8 form.
   *
   * @throws IOException when it cannot be opened; the message has neither key nor passphrase
   */
  static String open(String pem, char[] passphrase) throws IOException {
    Matcher found = PEM.matcher(pem);
    if (!found.find()) {
      throw new IOException("it is no PEM text with BEGIN ENCRYPTED PRIVATE KEY");
    }
    PBEKeySpec password = new PBEKeySpec(passphrase);
    String algorithm = "an algorithm that cannot be read";
    try {
      EncryptedPrivateKeyInfo sealed =
          new EncryptedPrivateKeyInfo(Base64.getMimeDecoder().decode(found.group(1)));
      AlgorithmParameters parameters = sealed.getAlgParameters();
      algorithm = sealed.getAlgName();
      if (parameters != null && (algorithm.equals("PBES2") || algorithm.equals(PBES2))) {
        algorithm = parameters.toString(); // such as PBEWithHmacSHA256AndAES_256
      }
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(password),
          parameters);
      byte[] key = sealed.getKeySpec(cipher).getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new IOException("it cannot be opened (" + algorithm + "): " + e.getMessage(), e);
    } finally {
      password.clearPassword();
    }
  }
}
