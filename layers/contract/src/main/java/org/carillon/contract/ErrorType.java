package org.carillon.contract;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every error that the three API models know, with its wire name and HTTP status. A name has the
 * same status in every API that models it; a test holds this against the models.
 */
public enum ErrorType {
  /** Not allowed by policy, or by a grant of a key (voice). */
  ACCESS_DENIED("AccessDeniedException", "AccessDenied", 403),
  /** The input is wrong; the message says where. */
  BAD_REQUEST("BadRequestException", "BadRequest", 400),
  /** The resource is in a state that forbids the change. */
  CONFLICT("ConflictException", "Conflict", 409),
  /** The caller is known but may not do this, or the request's signature does not fit. */
  FORBIDDEN("ForbiddenException", "Forbidden", 403),
  /** The resource was there and is no more (voice). */
  GONE("GoneException", "Gone", 410),
  /** Over a limit of the account (meetings). */
  LIMIT_EXCEEDED("LimitExceededException", "LimitExceeded", 400),
  /** There is no such resource, or no such path. */
  NOT_FOUND("NotFoundException", "NotFound", 404),
  /** Not in any model: the operation is modeled but not built; the message names it. */
  NOT_IMPLEMENTED("NotImplementedException", "NotImplemented", 501),
  /** Over a limit of the account; the models say 400 (voice, media pipelines). */
  RESOURCE_LIMIT_EXCEEDED("ResourceLimitExceededException", "ResourceLimitExceeded", 400),
  /** The tagged resource does not exist (tag operations of meetings). */
  RESOURCE_NOT_FOUND("ResourceNotFoundException", "NotFound", 404),
  /** Our fault. */
  SERVICE_FAILURE("ServiceFailureException", "ServiceFailure", 500),
  /** Something we need is away; worth a retry. */
  SERVICE_UNAVAILABLE("ServiceUnavailableException", "ServiceUnavailable", 503),
  /** Too many requests (voice, media pipelines). */
  THROTTLED_CLIENT("ThrottledClientException", "Throttling", 429),
  /** Too many requests (meetings). */
  THROTTLING("ThrottlingException", "Throttling", 429),
  /** More tags than a resource may have (meetings). */
  TOO_MANY_TAGS("TooManyTagsException", "LimitExceeded", 400),
  /** The caller is not known (meetings). */
  UNAUTHORIZED("UnauthorizedException", "Unauthorized", 401),
  /** The caller is not known (voice, media pipelines). */
  UNAUTHORIZED_CLIENT("UnauthorizedClientException", "Unauthorized", 401),
  /** Well-formed, but it cannot be done to this resource. */
  UNPROCESSABLE_ENTITY("UnprocessableEntityException", "Unprocessable", 422);

  private static final Map<String, ErrorType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(ErrorType::wireName, Function.identity()));

  private final String wireName;
  private final String code;
  private final int status;

  ErrorType(String wireName, String code, int status) {
    this.wireName = wireName;
    this.code = code;
    this.status = status;
  }

  /** The model's name of the error, as in {@code x-amzn-ErrorType}. */
  public String wireName() {
    return wireName;
  }

  /**
   * The short code, a value of the models' {@code ErrorCode}: the {@code Code} of an error's body
   * and of the errors inside the answers of batch operations.
   */
  public String code() {
    return code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The error of this wire name. */
  public static Optional<ErrorType> named(String wireName) {
    return Optional.ofNullable(BY_NAME.get(wireName));
  }

  /**
   * The word an API has for this error. Core speaks of the voice API's errors; meetings and media
   * pipelines have other names for some of them. An error without a counterpart stays what it is.
   */
  public ErrorType in(Api api) {
    return switch (api) {
      case VOICE, OPERATOR ->
          switch (this) {
            case LIMIT_EXCEEDED, TOO_MANY_TAGS -> RESOURCE_LIMIT_EXCEEDED;
            case RESOURCE_NOT_FOUND -> NOT_FOUND;
            case THROTTLING -> THROTTLED_CLIENT;
            case UNAUTHORIZED -> UNAUTHORIZED_CLIENT;
            default -> this;
          };
      case MEDIA_PIPELINES ->
          switch (this) {
            case ACCESS_DENIED -> FORBIDDEN;
            case GONE, RESOURCE_NOT_FOUND -> NOT_FOUND;
            case LIMIT_EXCEEDED, TOO_MANY_TAGS -> RESOURCE_LIMIT_EXCEEDED;
            case THROTTLING -> THROTTLED_CLIENT;
            case UNAUTHORIZED -> UNAUTHORIZED_CLIENT;
            case UNPROCESSABLE_ENTITY -> BAD_REQUEST;
            default -> this;
          };
      case MEETINGS ->
          switch (this) {
            case ACCESS_DENIED -> FORBIDDEN;
            case GONE -> NOT_FOUND;
            case RESOURCE_LIMIT_EXCEEDED -> LIMIT_EXCEEDED;
            case THROTTLED_CLIENT -> THROTTLING;
            case UNAUTHORIZED_CLIENT -> UNAUTHORIZED;
            default -> this;
          };
    };
  }
}
