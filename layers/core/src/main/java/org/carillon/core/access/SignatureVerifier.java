package org.carillon.core.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.carillon.contract.ApiException;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;

/**
 * Checks the signature of every request (Signature Version 4, service {@value #SERVICE}) against
 * the access keys of this installation. Each way to fail has its own message; none tells a secret
 * or what the right signature would have been.
 *
 * <p>The body is always part of what is signed: {@code UNSIGNED-PAYLOAD} and the streaming forms,
 * which S3 knows, are refused, since no client sends them to this service and they would let a body
 * be changed on the way. Safe for use by many threads.
 */
public final class SignatureVerifier {

  /** The service name that clients of all three APIs sign for. */
  public static final String SERVICE = "chime";

  /** How far a client's clock may be from ours. */
  public static final Duration MAX_SKEW = Duration.ofMinutes(5);

  private static final String TOKEN_HEADER = "x-amz-security-token";
  private static final String HASH_HEADER = "x-amz-content-sha256";

  private final Function<String, Optional<AccessKey>> keys;
  private final Account account;
  private final InstantSource clock;

  /**
   * Checks requests to this account's region by this clock.
   *
   * @param keys the key with an id, asked for every request; {@link AccessKeys#find} where requests
   *     come from outside
   */
  public SignatureVerifier(
      Function<String, Optional<AccessKey>> keys, Account account, InstantSource clock) {
    this.keys = keys;
    this.account = account;
    this.clock = clock;
  }

  /**
   * Finds out who signed a request.
   *
   * @throws ApiException {@link ErrorType#UNAUTHORIZED_CLIENT} when it is not signed or the key is
   *     not known, {@link ErrorType#BAD_REQUEST} when the signature is not well-formed or leaves
   *     out a header it must cover, {@link ErrorType#FORBIDDEN} when it does not hold
   */
  public Principal verify(ApiRequest request) {
    ClaimedSignature claim = ClaimedSignature.of(request);
    checkScope(claim.scope());
    checkTime(claim);
    checkHeaders(claim, request);
    String payloadHash = checkBody(request);
    AccessKey key =
        keys.apply(claim.scope().accessKeyId())
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorType.UNAUTHORIZED_CLIENT,
                        "There is no such access key here. Use a key that Carillon made or took at"
                            + " its first start; keys of an AWS account are not known to it."));
    checkSignature(claim, request, payloadHash, key);
    checkSession(claim, key);
    if (!key.active()) {
      throw forbidden("The access key is inactive. Whoever manages it can make it active again.");
    }
    return key.principal();
  }

  private void checkScope(CredentialScope scope) {
    if (!scope.service().equals(SERVICE)) {
      throw forbidden(
          "The request is signed for the service \"%s\", but this is \"%s\"."
              .formatted(shown(scope.service()), SERVICE));
    }
    if (!scope.region().equals(account.region())) {
      throw forbidden(
          "The request is signed for the region \"%s\", but this is \"%s\". Set AWS_REGION (or"
                  .formatted(shown(scope.region()), account.region())
              + " --region) to \""
              + account.region()
              + "\".");
    }
  }

  private void checkTime(ClaimedSignature claim) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    boolean early = claim.time().isAfter(now.plus(MAX_SKEW));
    boolean late = claim.time().plus(claim.lifetime().orElse(MAX_SKEW)).isBefore(now);
    if (late && claim.presigned()) {
      throw forbidden(
          "The presigned URL ended at %s; this server's clock says %s."
              .formatted(claim.time().plus(claim.lifetime().orElse(MAX_SKEW)), now));
    }
    if (early || late) {
      Duration skew = Duration.between(now, claim.time()).abs();
      throw forbidden(
          "The request is signed at %s, but this server's clock says %s: %d seconds apart, at most"
                  .formatted(claim.time(), now, skew.toSeconds())
              + " %d are accepted. Set the clock.".formatted(MAX_SKEW.toSeconds()));
    }
  }

  private static void checkHeaders(ClaimedSignature claim, ApiRequest request) {
    List<String> signed = claim.signedHeaders();
    requireSigned(signed, "host");
    if (!claim.presigned()) {
      requireSigned(signed, "x-amz-date");
      if (request.headers().containsKey(TOKEN_HEADER)) {
        requireSigned(signed, TOKEN_HEADER);
      }
      if (request.headers().containsKey(HASH_HEADER)) {
        requireSigned(signed, HASH_HEADER);
      }
    }
    for (String name : signed) {
      if (!request.headers().containsKey(name)) {
        throw new ApiException(
            ErrorType.BAD_REQUEST,
            "The header \"%s\" is signed but did not arrive. Does something between client and"
                    .formatted(shown(name))
                + " server remove it?");
      }
    }
  }

  private static void requireSigned(List<String> signed, String name) {
    if (!signed.contains(name)) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "The signature must cover the header \"" + name + "\": SignedHeaders does not name it.");
    }
  }

  private static String checkBody(ApiRequest request) {
    String actual = Hashing.sha256Hex(request.body());
    String stated = request.header(HASH_HEADER).map(String::strip).orElse(actual);
    if (stated.equals("UNSIGNED-PAYLOAD") || stated.startsWith("STREAMING-")) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "The body must be signed: X-Amz-Content-Sha256 must be the SHA-256 of the body.");
    }
    if (!MessageDigest.isEqual(
        actual.getBytes(StandardCharsets.UTF_8), stated.getBytes(StandardCharsets.UTF_8))) {
      throw forbidden(
          "The body is not the one that was signed: its SHA-256 is not X-Amz-Content-Sha256. Does"
              + " something between client and server change it?");
    }
    return actual;
  }

  private static void checkSignature(
      ClaimedSignature claim, ApiRequest request, String payloadHash, AccessKey key) {
    CanonicalRequest canonical =
        CanonicalRequest.of(
            request.method(),
            request.rawPath(),
            request.rawQuery(),
            request.headers(),
            claim.signedHeaders(),
            payloadHash,
            true,
            name -> !name.equals(ClaimedSignature.SIGNATURE_PARAMETER));
    String stringToSign = Hashing.stringToSign(claim.timestamp(), claim.scope(), canonical);
    String right = Hashing.signature(key.secret(), claim.scope(), stringToSign);
    if (!MessageDigest.isEqual(
        right.getBytes(StandardCharsets.UTF_8),
        claim.signature().getBytes(StandardCharsets.UTF_8))) {
      throw forbidden(
          "The signature does not match. Check the secret access key; when it is right, something"
              + " between client and server changes the method, path, query, signed headers or"
              + " body.");
    }
  }

  private void checkSession(ClaimedSignature claim, AccessKey key) {
    if (key.sessionToken().isEmpty()) {
      if (claim.sessionToken().isPresent()) {
        throw forbidden(
            "The request carries a session token, but its access key is not a temporary one. Unset"
                + " AWS_SESSION_TOKEN.");
      }
      return;
    }
    String token =
        claim
            .sessionToken()
            .orElseThrow(
                () ->
                    forbidden(
                        "The access key is a temporary one: send its session token with every"
                            + " request (AWS_SESSION_TOKEN)."));
    if (!key.sessionToken().get().matches(token)) {
      throw forbidden("The session token is not the one of the access key.");
    }
    if (key.expiresAt().isPresent() && !clock.instant().isBefore(key.expiresAt().get())) {
      throw forbidden("The temporary access key ended at " + key.expiresAt().get() + ".");
    }
  }

  private static String shown(String fromClient) {
    return fromClient.length() <= 64 ? fromClient : fromClient.substring(0, 64) + "...";
  }

  private static ApiException forbidden(String message) {
    return new ApiException(ErrorType.FORBIDDEN, message);
  }
}
