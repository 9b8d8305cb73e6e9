package org.carillon.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Puts requests and answers between the wire and the SDK's shapes, as the rest-json protocol and
 * the models say. Immutable and shared by all threads.
 */
public final class Binding {

  /** Largest body of a request that is read, in bytes. */
  public static final int MAX_BODY_BYTES = 1024 * 1024;

  /** A binding by this contract. */
  public Binding(Contract contract) {}

  /**
   * Reads and validates a request.
   *
   * @return the operation's request shape, such as {@code CreateSipRuleRequest}
   * @throws ApiException {@link ErrorType#BAD_REQUEST} with all violations, each with the path of
   *     its member and the rule, never with the value
   */
  public SdkPojo readRequest(Route route, ApiRequest request) {
    Objects.requireNonNull(this);
    throw pending();
  }

  /**
   * Writes a success.
   *
   * @param output the operation's response shape; only members that are set are written
   */
  public ApiResponse writeResponse(ApiOperation operation, SdkPojo output) {
    Objects.requireNonNull(this);
    throw pending();
  }

  /** Writes an error in the words of the voice API. */
  public ApiResponse writeError(ApiException error, String requestId) {
    return writeError(Api.VOICE, error, requestId);
  }

  /** Writes an error in the words of an API ({@link ErrorType#in}). */
  public ApiResponse writeError(Api api, ApiException error, String requestId) {
    ErrorType type = error.type().in(api);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Code", type.wireName());
    body.put("Message", error.getMessage());
    body.put("RequestId", requestId);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put(ApiResponse.REQUEST_ID, requestId);
    headers.put(ApiResponse.ERROR_TYPE, type.wireName());
    error
        .members()
        .forEach(
            (member, value) -> {
              if (member.equals("RetryAfterSeconds")) {
                headers.put("Retry-After", value);
              } else {
                body.put(member, value);
              }
            });
    return new ApiResponse(type.status(), headers, Json.write(body));
  }

  private static RuntimeException pending() {
    return new UnsupportedOperationException();
  }
}
