package org.carillon.media.sip.digest;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a server asks for: a value of WWW-Authenticate or Proxy-Authenticate (RFC 7616 section 3.3).
 *
 * @param realm whose password is asked for
 * @param nonce the server's text that goes into the hash
 * @param algorithm the hash
 * @param auth whether the server takes the quality of protection {@code auth}
 * @param qopNamed whether the server named any quality of protection; without one the hash is that
 *     of RFC 2069
 * @param opaque returned as it came
 * @param stale whether only the nonce was wrong, so that the same password may be tried again
 */
public record DigestChallenge(
    String realm,
    String nonce,
    DigestAlgorithm algorithm,
    boolean auth,
    boolean qopNamed,
    Optional<String> opaque,
    boolean stale) {

  /** The challenge of a header field value; empty when it is broken or not for our algorithms. */
  public static Optional<DigestChallenge> parse(String header) {
    Optional<DigestParameters> read = DigestParameters.read(header);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    DigestParameters parameters = read.get();
    Optional<DigestAlgorithm> algorithm =
        DigestAlgorithm.of(parameters.get("algorithm").orElse("MD5"));
    Optional<String> realm = parameters.get("realm");
    Optional<String> nonce = parameters.get("nonce");
    if (algorithm.isEmpty() || realm.isEmpty() || nonce.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> qop = parameters.get("qop");
    boolean auth =
        Arrays.stream(qop.orElse("").split(",", -1))
            .anyMatch(offered -> offered.strip().equalsIgnoreCase("auth"));
    return Optional.of(
        new DigestChallenge(
            realm.get(),
            nonce.get(),
            algorithm.get(),
            auth,
            qop.isPresent(),
            parameters.get("opaque"),
            parameters.get("stale").filter("true"::equalsIgnoreCase).isPresent()));
  }

  /** Whether it can be answered: with {@code auth} or by RFC 2069, not with {@code auth-int}. */
  public boolean isAnswerable() {
    return auth || !qopNamed;
  }

  /** The header field's value. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(160);
    out.append("Digest realm=").append(DigestParameters.quote(realm));
    out.append(", nonce=").append(DigestParameters.quote(nonce));
    opaque.ifPresent(value -> out.append(", opaque=").append(DigestParameters.quote(value)));
    if (stale) {
      out.append(", stale=true");
    }
    out.append(", algorithm=").append(algorithm.token());
    return auth ? out.append(", qop=\"auth\"").toString() : out.toString();
  }
}
