package org.carillon.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Verifies the Identity header field of a call in (RFC 8224 section 6.2). Whatever it holds, the
 * answer is a verdict, and the call goes on with it. Safe for use by many threads; a certificate
 * that is not held is fetched by the caller's thread.
 */
public final class CallerVerifier {

  /** Longest header field value that is looked at, in characters. */
  public static final int MAX_LENGTH = 8 * 1024;

  /** How far a PASSporT's time may be from ours (RFC 8224 section 4.1 recommends 60 seconds). */
  public static final Duration FRESH = Duration.ofSeconds(60);

  /** A certificate may have to be fetched for each, so that a call has not too many. */
  private static final int MOST_SIGNATURES = 3;

  private final TrustedCertificates certificates;
  private final InstantSource clock;

  /**
   * A verifier that trusts these authorities.
   *
   * @param authoritiesPem certificates of the authorities, as PEM, at least one
   * @param source where signers' certificates come from
   * @throws IllegalArgumentException when the authorities cannot be read
   */
  public CallerVerifier(String authoritiesPem, CertificateSource source, InstantSource clock) {
    this.certificates = new TrustedCertificates(authoritiesPem, source, clock);
    this.clock = clock;
  }

  /**
   * The verdict on a call. Of several signatures, such as that of a diversion (RFC 8946) beside the
   * caller's, one good one of the caller is enough.
   *
   * @param identity the Identity header field's value, or its values with commas between
   * @param from the caller's number as the call names it
   * @param to the number that was called
   */
  public CallerVerdict verify(Optional<String> identity, String from, String to) {
    if (identity.isEmpty()) {
      return CallerVerdict.none();
    }
    String value = identity.get();
    if (value.length() > MAX_LENGTH) {
      return CallerVerdict.failed("the identity is too long");
    }
    CallerVerdict best = CallerVerdict.failed("the identity is no SHAKEN PASSporT of ES256");
    int read = 0;
    for (String one : HeaderList.values(value)) {
      int parameters = one.indexOf(';');
      String token = (parameters < 0 ? one : one.substring(0, parameters)).strip();
      Optional<Passport.Signed> signed = Passport.read(token);
      if (signed.isPresent() && read < MOST_SIGNATURES) {
        read++;
        String rest = parameters < 0 ? "" : one.substring(parameters);
        best = verify(signed.get(), rest, CallSigner.digits(from), CallSigner.digits(to));
        if (best.result() == CallerVerdict.Result.PASSED) {
          return best;
        }
      }
    }
    return best;
  }

  private CallerVerdict verify(Passport.Signed signed, String parameters, String from, String to) {
    Passport passport = signed.passport();
    String info = "info=<" + passport.certificate() + ">";
    if (!parameters
        .replace(" ", "")
        .toLowerCase(Locale.ROOT)
        .contains(info.toLowerCase(Locale.ROOT))) {
      return CallerVerdict.failed("info and x5u name different certificates");
    }
    if (Duration.between(passport.issued(), clock.instant()).abs().compareTo(FRESH) > 0) {
      return CallerVerdict.failed("the identity is not fresh: iat " + passport.issued());
    }
    if (!passport.from().equals(from)) {
      return CallerVerdict.failed("the identity is of another caller");
    }
    if (!passport.to().contains(to)) {
      return CallerVerdict.failed("the identity is for another called number");
    }
    Optional<TrustedCertificates.Signer> signer = certificates.signer(passport.certificate());
    if (signer.isEmpty()) {
      return CallerVerdict.failed("the signer's certificate is not to be had or not trusted");
    }
    if (!signer.get().numbers().allows(from)) {
      return CallerVerdict.failed("the signer's certificate is for other numbers (TNAuthList)");
    }
    return isSignedBy(signer.get().key(), signed)
        ? CallerVerdict.passed(passport.attestation())
        : CallerVerdict.failed("the signature does not fit");
  }

  private static boolean isSignedBy(PublicKey key, Passport.Signed signed) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initVerify(key);
      signature.update(signed.content().getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Passport.decoded(signed.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
      return false;
    }
  }
}
