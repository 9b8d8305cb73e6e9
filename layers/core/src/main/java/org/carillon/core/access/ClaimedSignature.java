package org.carillon.core.access;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ErrorType;

/**
 * What a request says of its own signature, in the {@code Authorization} header or, for a presigned
 * URL, in the query. Read, not yet believed.
 *
 * @param presigned whether it stood in the query
 * @param scope the credential
 * @param timestamp the time of signing as sent, {@code yyyyMMddTHHmmssZ}
 * @param signedHeaders lower-case names
 * @param lifetime how long a presigned URL is good for
 */
record ClaimedSignature(
    boolean presigned,
    CredentialScope scope,
    String timestamp,
    Instant time,
    List<String> signedHeaders,
    String signature,
    Optional<String> sessionToken,
    Optional<Duration> lifetime) {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String SIGNATURE_PARAMETER = "X-Amz-Signature";

  private static final int MAX_HEADER_LENGTH = 8192;
  private static final long MAX_LIFETIME_SECONDS = 604_800; // seven days, as with AWS
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

  /**
   * Reads it.
   *
   * @throws ApiException {@link ErrorType#UNAUTHORIZED_CLIENT} when there is none, {@link
   *     ErrorType#BAD_REQUEST} when it is not well-formed
   */
  static ClaimedSignature of(ApiRequest request) {
    List<String> authorization = request.headers().getOrDefault("authorization", List.of());
    if (authorization.size() > 1) {
      throw malformed("there is more than one Authorization header");
    }
    if (authorization.size() == 1) {
      return ofHeader(request, authorization.getFirst().strip());
    }
    Map<String, String> query = parameters(request.rawQuery());
    if (query.containsKey("X-Amz-Algorithm") || query.containsKey(SIGNATURE_PARAMETER)) {
      return ofQuery(query);
    }
    throw new ApiException(
        ErrorType.UNAUTHORIZED_CLIENT,
        "The request is not signed: it has no Authorization header. Sign it with Signature Version"
            + " 4 for the service \"chime\"; AWS SDKs and the AWS CLI do when they have an access"
            + " key.");
  }

  private static ClaimedSignature ofHeader(ApiRequest request, String header) {
    if (header.length() > MAX_HEADER_LENGTH) {
      throw malformed("the Authorization header is longer than 8192 characters");
    }
    if (!header.startsWith(ALGORITHM + " ")) {
      throw malformed("the Authorization header must start with \"" + ALGORITHM + " \"");
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : header.substring(ALGORITHM.length() + 1).split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw malformed("the Authorization header holds a part without \"=\"");
      }
      if (parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip())
          != null) {
        throw malformed("the Authorization header names a part twice");
      }
    }
    String timestamp =
        request
            .header("x-amz-date")
            .orElseThrow(() -> malformed("the header X-Amz-Date is missing"))
            .strip();
    return checked(
        false,
        part(parts, "Credential", "Authorization header"),
        timestamp,
        part(parts, "SignedHeaders", "Authorization header"),
        part(parts, "Signature", "Authorization header"),
        request.header("x-amz-security-token"),
        Optional.empty());
  }

  private static ClaimedSignature ofQuery(Map<String, String> query) {
    if (!ALGORITHM.equals(query.get("X-Amz-Algorithm"))) {
      throw malformed("the query parameter X-Amz-Algorithm must be " + ALGORITHM);
    }
    String expires = part(query, "X-Amz-Expires", "query");
    if (!expires.matches("\\d{1,6}")
        || Long.parseLong(expires) < 1
        || Long.parseLong(expires) > MAX_LIFETIME_SECONDS) {
      throw malformed("X-Amz-Expires is a number of seconds from 1 to " + MAX_LIFETIME_SECONDS);
    }
    return checked(
        true,
        part(query, "X-Amz-Credential", "query"),
        part(query, "X-Amz-Date", "query"),
        part(query, "X-Amz-SignedHeaders", "query"),
        part(query, SIGNATURE_PARAMETER, "query"),
        Optional.ofNullable(query.get("X-Amz-Security-Token")),
        Optional.of(Duration.ofSeconds(Long.parseLong(expires))));
  }

  private static ClaimedSignature checked(
      boolean presigned,
      String credential,
      String timestamp,
      String signedHeaders,
      String signature,
      Optional<String> token,
      Optional<Duration> lifetime) {
    CredentialScope scope =
        CredentialScope.read(credential)
            .orElseThrow(
                () -> malformed("the Credential must be KEYID/DATE/REGION/chime/aws4_request"));
    Instant time;
    try {
      time = LocalDateTime.parse(timestamp, TIMESTAMP).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException notOne) {
      throw malformed("X-Amz-Date must look like 20150830T123600Z");
    }
    if (!timestamp.startsWith(scope.date())) {
      throw malformed("the date of the Credential is not the date of X-Amz-Date");
    }
    if (!signature.matches("[0-9a-f]{64}")) {
      throw malformed("the Signature must be 64 lower-case hexadecimal digits");
    }
    return new ClaimedSignature(
        presigned,
        scope,
        timestamp,
        time,
        CanonicalRequest.names(signedHeaders),
        signature,
        token,
        lifetime);
  }

  private static String part(Map<String, String> parts, String name, String where) {
    String value = parts.get(name);
    if (value == null || value.isEmpty()) {
      throw malformed("the " + where + " has no " + name);
    }
    return value;
  }

  private static Map<String, String> parameters(String rawQuery) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            CanonicalRequest.decode(pair.substring(0, equals)),
            CanonicalRequest.decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static ApiException malformed(String what) {
    return new ApiException(
        ErrorType.BAD_REQUEST, "The signature is not well-formed: " + what + ".");
  }
}
