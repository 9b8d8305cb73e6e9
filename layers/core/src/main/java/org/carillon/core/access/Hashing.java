package org.carillon.core.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.carillon.core.Hmac;

/** The hashes of Signature Version 4. Every JDK has them. */
final class Hashing {

  private Hashing() {}

  /** SHA-256 as lower-case hex. */
  static String sha256Hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JDK has no SHA-256", missing);
    }
  }

  /** "Create a string to sign" (IAM user guide). */
  static String stringToSign(String timestamp, CredentialScope scope, CanonicalRequest request) {
    String hash = sha256Hex(request.text().getBytes(StandardCharsets.UTF_8));
    return "AWS4-HMAC-SHA256\n" + timestamp + "\n" + scope.scope() + "\n" + hash;
  }

  /** "Calculate the signature" (IAM user guide), as lower-case hex. */
  static String signature(Secret secret, CredentialScope scope, String stringToSign) {
    byte[] key = ("AWS4" + secret.reveal()).getBytes(StandardCharsets.UTF_8);
    key = Hmac.sha256(key, scope.date());
    key = Hmac.sha256(key, scope.region());
    key = Hmac.sha256(key, scope.service());
    key = Hmac.sha256(key, "aws4_request");
    return HexFormat.of().formatHex(Hmac.sha256(key, stringToSign));
  }
}
