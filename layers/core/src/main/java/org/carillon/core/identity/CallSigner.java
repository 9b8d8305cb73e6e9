package org.carillon.core.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Signs calls out (N13): makes the Identity header field (RFC 8224) with a SHAKEN PASSporT (RFC
 * 8588). Safe for use by many threads.
 */
public final class CallSigner {

  private static final int P256_BITS = 256;

  private final PrivateKey key;
  private final URI certificate;
  private final InstantSource clock;

  private CallSigner(PrivateKey key, URI certificate, InstantSource clock) {
    this.key = key;
    this.certificate = certificate;
    this.clock = clock;
  }

  /**
   * A signer with the operator's key.
   *
   * @param keyPem a private key on the curve P-256 in PKCS #8, as PEM ({@code BEGIN PRIVATE KEY})
   * @param certificate where others find its certificate, an {@code https} URL
   * @throws IllegalArgumentException when one is not that; the message names it, never the key
   */
  public static CallSigner of(String keyPem, URI certificate, InstantSource clock) {
    URI checked = certificate(certificate);
    String base64 =
        keyPem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
      if (((ECPrivateKey) key).getParams().getOrder().bitLength() != P256_BITS) {
        throw new IllegalArgumentException("the signing key is not on the curve P-256");
      }
      return new CallSigner(key, checked, clock);
    } catch (GeneralSecurityException notAKey) {
      throw new IllegalArgumentException(
          "the signing key is no EC private key in PKCS #8 (BEGIN PRIVATE KEY)", notAKey);
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException(
          "the signing key is no P-256 private key in PKCS #8 (BEGIN PRIVATE KEY)", notBase64);
    }
  }

  /**
   * The URL itself.
   *
   * @throws IllegalArgumentException when it is none of https
   */
  static URI certificate(URI url) {
    if (!"https".equals(url.getScheme()) || url.getHost() == null) {
      throw new IllegalArgumentException("the certificate's URL is an https URL, not " + url);
    }
    return url;
  }

  /**
   * The value of a call's Identity header field.
   *
   * @param attestation {@code A}, {@code B} or {@code C}
   * @param from the caller's number, E.164; without one there is nothing to sign
   * @param to the called number, E.164 or an emergency number
   * @param origin a UUID that says where the call came from without naming it, the same for a
   *     customer's calls
   */
  public Optional<String> sign(String attestation, String from, String to, String origin) {
    String caller = digits(from);
    String called = digits(to);
    if (caller.isEmpty() || called.isEmpty()) {
      return Optional.empty();
    }
    Passport passport =
        new Passport(attestation, caller, List.of(called), clock.instant(), origin, certificate);
    String content = passport.content();
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return Optional.of(
          content
              + "."
              + Passport.encoded(signature.sign())
              + ";info=<"
              + certificate
              + ">;alg=ES256;ppt=shaken");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no ES256", e);
    }
  }

  /** A number as PASSporTs have it: its digits (RFC 8224 section 8.3). */
  static String digits(String number) {
    StringBuilder digits = new StringBuilder(number.length());
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      }
    }
    return digits.toString();
  }
}
