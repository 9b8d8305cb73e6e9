package org.carillon.media.sip.digest;

import java.util.Optional;

/**
 * What a client answers a challenge with: a value of Authorization or Proxy-Authorization (RFC 7616
 * section 3.4).
 *
 * @param username who asks
 * @param realm the challenge's
 * @param nonce the challenge's
 * @param uri the Request-URI as the client wrote it
 * @param response the hash, in hexadecimal digits
 * @param algorithm the hash's name
 * @param opaque the challenge's
 * @param cnonce the client's text that goes into the hash; present with {@code qop}
 * @param nonceCount how often the client used the nonce, from 1; 0 without {@code qop} (RFC 2069)
 */
public record DigestCredentials(
    String username,
    String realm,
    String nonce,
    String uri,
    String response,
    DigestAlgorithm algorithm,
    Optional<String> opaque,
    Optional<String> cnonce,
    long nonceCount) {
  private static final int COUNT_DIGITS = 8;

  /**
   * The credentials of a header field value; empty when it is broken, names an algorithm that is
   * not ours, another quality of protection than {@code auth}, or a hashed user name.
   */
  public static Optional<DigestCredentials> parse(String header) {
    return DigestParameters.read(header).flatMap(DigestCredentials::of);
  }

  private static Optional<DigestCredentials> of(DigestParameters given) {
    Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(given.get("algorithm").orElse("MD5"));
    Optional<String> qop = given.get("qop");
    long count = qop.isPresent() ? count(given.get("nc").orElse("")) : 0;
    boolean protectedWell =
        qop.isEmpty() || (qop.get().equalsIgnoreCase("auth") && given.get("cnonce").isPresent());
    boolean hashedUser = given.get("userhash").filter("true"::equalsIgnoreCase).isPresent();
    boolean complete =
        given.get("username").isPresent()
            && given.get("realm").isPresent()
            && given.get("nonce").isPresent()
            && given.get("uri").isPresent()
            && given.get("response").isPresent();
    if (algorithm.isEmpty() || !protectedWell || hashedUser || !complete || count < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new DigestCredentials(
            given.get("username").orElseThrow(),
            given.get("realm").orElseThrow(),
            given.get("nonce").orElseThrow(),
            given.get("uri").orElseThrow(),
            given.get("response").orElseThrow(),
            algorithm.get(),
            given.get("opaque"),
            qop.isPresent() ? given.get("cnonce") : Optional.empty(),
            count));
  }

  /** Eight hexadecimal digits above zero; -1 for anything else. */
  private static long count(String text) {
    if (text.length() != COUNT_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < COUNT_DIGITS; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value == 0 ? -1 : value;
  }

  /** Answers a challenge. */
  static DigestCredentials answer(
      DigestChallenge challenge,
      String username,
      String password,
      String method,
      String uri,
      String cnonce,
      long count) {
    boolean counted = challenge.auth();
    DigestCredentials unsigned =
        new DigestCredentials(
            username,
            challenge.realm(),
            challenge.nonce(),
            uri,
            "",
            challenge.algorithm(),
            challenge.opaque(),
            counted ? Optional.of(cnonce) : Optional.empty(),
            counted ? count : 0);
    return unsigned.withResponse(unsigned.expected(password, method));
  }

  private DigestCredentials withResponse(String hash) {
    return new DigestCredentials(
        username, realm, nonce, uri, hash, algorithm, opaque, cnonce, nonceCount);
  }

  /** The hash that proves the password (RFC 7616 section 3.4.1; RFC 2069 without qop). */
  String expected(String password, String method) {
    String secret = algorithm.hash(username + ":" + realm + ":" + password);
    String request = algorithm.hash(method + ":" + uri);
    String middle = cnonce.map(own -> nonce + ":" + hexCount() + ":" + own + ":auth").orElse(nonce);
    return algorithm.hash(secret + ":" + middle + ":" + request);
  }

  private String hexCount() {
    String digits = Long.toHexString(nonceCount);
    return "0".repeat(COUNT_DIGITS - digits.length()) + digits;
  }

  /** The header field's value. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(256);
    out.append("Digest username=").append(DigestParameters.quote(username));
    out.append(", realm=").append(DigestParameters.quote(realm));
    out.append(", nonce=").append(DigestParameters.quote(nonce));
    out.append(", uri=").append(DigestParameters.quote(uri));
    out.append(", response=").append(DigestParameters.quote(response));
    out.append(", algorithm=").append(algorithm.token());
    opaque.ifPresent(value -> out.append(", opaque=").append(DigestParameters.quote(value)));
    cnonce.ifPresent(
        own ->
            out.append(", cnonce=")
                .append(DigestParameters.quote(own))
                .append(", qop=auth, nc=")
                .append(hexCount()));
    return out.toString();
  }
}
