package org.carillon.core.identity;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the installation does about signed identity (N13): it signs calls out when it has a key, and
 * verifies calls in when it knows authorities. Safe for use by many threads.
 *
 * @param signer signs calls out
 * @param verifier verifies calls in
 */
public record CallIdentity(Optional<CallSigner> signer, Optional<CallerVerifier> verifier) {

  /** The header field (RFC 8224 section 4). */
  public static final String HEADER = "Identity";

  private static final String KEY = "CARILLON_STIR_KEY";
  private static final String CERTIFICATE_URL = "CARILLON_STIR_CERTIFICATE_URL";
  private static final String AUTHORITIES = "CARILLON_STIR_AUTHORITIES";

  /** Its compact form. */
  public static final String SHORT_HEADER = "y";

  /** The kind of PASSporT that an Identity header field says it has (RFC 8225 section 5.3.2). */
  private static final Pattern KIND =
      Pattern.compile(";\\s*+ppt\\s*+=\\s*+\"?(?<kind>[^\";\\s]++)", Pattern.CASE_INSENSITIVE);

  private static final String PEM = "-----BEGIN";
  private static final int MOST_BYTES = 256 * 1024;

  /**
   * Whether one of the values of a call's Identity header tells who calls: it names SHAKEN (RFC
   * 8588) or no kind. Others tell of a diversion (RFC 8946) or the caller's name (RFC 9795), and
   * are not for us.
   */
  public static boolean hasCallers(String header) {
    return HeaderList.values(header).stream().anyMatch(CallIdentity::isCallers);
  }

  private static boolean isCallers(String value) {
    Matcher kind = KIND.matcher(value);
    return !kind.find() || kind.group("kind").equalsIgnoreCase("shaken");
  }

  /** Nothing is signed or verified. */
  public static CallIdentity none() {
    return new CallIdentity(Optional.empty(), Optional.empty());
  }

  /**
   * From {@code CARILLON_STIR_KEY} (a private key) with {@code CARILLON_STIR_CERTIFICATE_URL}, and
   * {@code CARILLON_STIR_AUTHORITIES} (certificates); each of the two is PEM text or the name of a
   * file with it.
   *
   * @throws IllegalStateException when one is wrong; the message names it and no secret
   */
  public static CallIdentity fromEnvironment(
      Map<String, String> environment, CertificateSource source, InstantSource clock) {
    Optional<String> key = pem(environment, KEY);
    String url = environment.getOrDefault(CERTIFICATE_URL, "");
    if (key.isPresent() == url.isEmpty()) {
      throw new IllegalStateException(KEY + " and " + CERTIFICATE_URL + ": set both, or neither");
    }
    Optional<CallSigner> signer =
        key.map(
            pem -> {
              URI certificate =
                  made(CERTIFICATE_URL, () -> CallSigner.certificate(URI.create(url)));
              return made(KEY, () -> CallSigner.of(pem, certificate, clock));
            });
    Optional<CallerVerifier> verifier =
        pem(environment, AUTHORITIES)
            .map(pem -> made(AUTHORITIES, () -> new CallerVerifier(pem, source, clock)));
    return new CallIdentity(signer, verifier);
  }

  private static <T> T made(String variable, Supplier<T> how) {
    try {
      return how.get();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalStateException(variable + ": " + wrong.getMessage(), wrong);
    }
  }

  private static Optional<String> pem(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty() || value.startsWith(PEM)) {
      return Optional.of(value).filter(text -> !text.isEmpty());
    }
    try {
      Path file = Path.of(value);
      if (Files.size(file) > MOST_BYTES) {
        throw new IllegalStateException(name + ": the file is too large");
      }
      return Optional.of(Files.readString(file, StandardCharsets.US_ASCII));
    } catch (IOException | IllegalArgumentException e) {
      // without its cause, which has the value in its message: a key whose BEGIN line is missing
      throw new IllegalStateException(name + ": neither PEM nor a file that can be read");
    }
  }

  /**
   * The Identity header field's value of a call out (RFC 8224); empty when it is not signed.
   *
   * @param attestation {@code A}, {@code B} or {@code C}
   * @param voiceConnectorId the connector it comes out of: its calls have one origin id
   */
  public Optional<String> sign(
      String attestation, String from, String to, String voiceConnectorId) {
    String origin =
        UUID.nameUUIDFromBytes(voiceConnectorId.getBytes(StandardCharsets.US_ASCII)).toString();
    return signer.flatMap(key -> key.sign(attestation, from, to, origin));
  }

  /** What goes into the INVITE of a call out for it: as {@link #sign}, by header field name. */
  public Map<String, String> headers(
      String attestation, String from, String to, String voiceConnectorId) {
    return sign(attestation, from, to, voiceConnectorId)
        .map(value -> Map.of(HEADER, value))
        .orElse(Map.of());
  }

  /** The verdict on a call in; empty when nothing is verified here. */
  public Optional<CallerVerdict> verify(Optional<String> identity, String from, String to) {
    return verifier.map(authorities -> authorities.verify(identity, from, to));
  }
}
