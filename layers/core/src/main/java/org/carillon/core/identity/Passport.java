package org.carillon.core.identity;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;

/**
 * A PASSporT of the SHAKEN kind (RFC 8225, RFC 8588): who calls whom, and how sure the signer is.
 *
 * @param attestation {@code A}, {@code B} or {@code C}
 * @param from the calling number in digits, without plus sign (RFC 8224 section 8.3)
 * @param to the called numbers in digits
 * @param issued when it was made, in seconds
 * @param origin the signer's own id of the call's origin, a UUID
 * @param certificate where the signer's certificate is
 */
record Passport(
    String attestation,
    String from,
    List<String> to,
    Instant issued,
    String origin,
    URI certificate) {

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final int MOST_CALLED = 10;

  /** A token as it came: what it says, what was signed, and the signature in base64url. */
  record Signed(Passport passport, String content, String signature) {}

  /**
   * What is to be signed: header and claims, each in base64url, with keys in order (RFC 8225 9).
   */
  String content() {
    Map<String, Object> header = new TreeMap<>();
    header.put("alg", "ES256");
    header.put("ppt", "shaken");
    header.put("typ", "passport");
    header.put("x5u", certificate.toString());
    Map<String, Object> claims = new TreeMap<>();
    claims.put("attest", attestation);
    claims.put("dest", Map.of("tn", to));
    claims.put("iat", issued.getEpochSecond());
    claims.put("orig", Map.of("tn", from));
    claims.put("origid", origin);
    return encoded(Json.write(header)) + "." + encoded(Json.write(claims));
  }

  /** Bytes of base64url text; throws {@link IllegalArgumentException} when it is none. */
  static byte[] decoded(String text) {
    return DECODER.decode(text);
  }

  static String encoded(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** Takes a token apart; empty when it is no SHAKEN PASSporT in full form signed with ES256. */
  static Optional<Signed> read(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      Map<String, Object> header = Json.readObject(DECODER.decode(parts[0]));
      Map<String, Object> claims = Json.readObject(DECODER.decode(parts[1]));
      if (!"ES256".equals(header.get("alg"))
          || !"shaken".equals(header.get("ppt"))
          || !"passport".equals(header.get("typ"))
          || !(header.get("x5u") instanceof String certificate)) {
        return Optional.empty();
      }
      return claims(claims, URI.create(certificate))
          .map(passport -> new Signed(passport, parts[0] + "." + parts[1], parts[2]));
    } catch (JsonException | IllegalArgumentException | DateTimeException notAToken) {
      return Optional.empty();
    }
  }

  private static Optional<Passport> claims(Map<String, Object> claims, URI certificate) {
    if (!(claims.get("attest") instanceof String attestation)
        || !List.of("A", "B", "C").contains(attestation)
        || !(claims.get("iat") instanceof Number issued)
        || !(claims.get("origid") instanceof String origin)
        || !(claims.get("orig") instanceof Map<?, ?> from)
        || !(from.get("tn") instanceof String caller)
        || !(claims.get("dest") instanceof Map<?, ?> dest)
        || !(dest.get("tn") instanceof List<?> called)
        || called.size() > MOST_CALLED) {
      return Optional.empty();
    }
    List<String> to = new ArrayList<>();
    for (Object number : called) {
      if (!(number instanceof String text)) {
        return Optional.empty();
      }
      to.add(text);
    }
    return Optional.of(
        new Passport(
            attestation,
            caller,
            to,
            Instant.ofEpochSecond(issued.longValue()),
            origin,
            certificate));
  }
}
