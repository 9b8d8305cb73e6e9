package org.carillon.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Puts requests and answers between the wire and the SDK's shapes, as the rest-json protocol and
 * the models say. Immutable and shared by all threads.
 *
 * <p>A request of no known caller, or whose signature does not fit, is answered with the modeled
 * {@link ErrorType#UNAUTHORIZED_CLIENT} or {@link ErrorType#FORBIDDEN} and a telling message: the
 * names that AWS's own front has for these cases are in none of the three models.
 */
public final class Binding {

  /** Largest body of a request that is read, in bytes. */
  public static final int MAX_BODY_BYTES = 1024 * 1024;

  private static final byte[] NOTHING = new byte[0];
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String APPLICATION_JSON = "application/json";

  private final Contract contract;
  private final RequestReader reader;

  /** A binding by this contract. */
  public Binding(Contract contract) {
    this.contract = contract;
    this.reader = new RequestReader(contract);
  }

  /**
   * Gives a request of a tag operation to the API that keeps the named resource ({@link
   * Api#ofResource}); other routes stay as they are. The ARN is only looked at, not validated:
   * {@link #readRequest} does that by the rules of the API this gives.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} when the body is not JSON or too large
   */
  public Route resolve(Route route, ApiRequest request) {
    return route.operation().uri().startsWith("/tags")
        ? contract.in(Api.ofResource(RequestReader.resourceArn(request)), route)
        : route;
  }

  /**
   * Reads and validates a request. Members that the model does not have are ignored, members that
   * are null count as not given, an empty body as an empty object; operations without members in
   * the body do not look at it.
   *
   * @return the operation's request shape, such as {@code CreateSipRuleRequest}; an {@link
   *     OperatorDocument} for the operator's API
   * @throws ApiException {@link ErrorType#BAD_REQUEST} with all violations, each with the path of
   *     its member and the rule, never with the value
   */
  public SdkPojo readRequest(Route route, ApiRequest request) {
    Map<String, Object> document = reader.read(route, request);
    return route.operation().api() == Api.OPERATOR
        ? new OperatorDocument(document)
        : Documents.fromDocument(document, SdkShapes.request(route.operation()));
  }

  /**
   * Writes a success.
   *
   * @param output the operation's response shape; only members that are set are written
   * @throws IllegalArgumentException when the shape is not this operation's
   */
  public ApiResponse writeResponse(ApiOperation operation, SdkPojo output) {
    Class<?> shape =
        operation.api() == Api.OPERATOR ? OperatorDocument.class : SdkShapes.response(operation);
    if (!shape.isInstance(output)) {
      throw new IllegalArgumentException(
          operation.name() + " does not answer with " + output.getClass().getSimpleName());
    }
    if (operation.outputShape().isEmpty() || operation.successStatus() == 204) {
      return new ApiResponse(operation.successStatus(), Map.of(), NOTHING);
    }
    ResponseWriter writer = new ResponseWriter(contract.model(operation.api()));
    Map<String, Object> document =
        output instanceof OperatorDocument plain ? plain.members() : Documents.toDocument(output);
    Object body = writer.wire(operation.outputShape(), document);
    return new ApiResponse(
        operation.successStatus(), Map.of(CONTENT_TYPE, APPLICATION_JSON), Json.write(body));
  }

  /** Writes an error in the words of the voice API. */
  public ApiResponse writeError(ApiException error, String requestId) {
    return writeError(Api.VOICE, error, requestId);
  }

  /**
   * Writes an error in the words of an API ({@link ErrorType#in}): the wire name in the header
   * {@code x-amzn-ErrorType}, by which clients know it, and {@code Code} (the short one), {@code
   * Message} and {@code RequestId} in the body, as the real service has them (seen in
   * aws/amazon-chime-sdk-js issue 1569).
   */
  public ApiResponse writeError(Api api, ApiException error, String requestId) {
    ErrorType type = error.type().in(api);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Code", type.code());
    body.put("Message", error.getMessage());
    body.put("RequestId", requestId);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(CONTENT_TYPE, APPLICATION_JSON);
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
}
