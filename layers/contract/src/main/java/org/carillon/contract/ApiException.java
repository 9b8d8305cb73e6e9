package org.carillon.contract;

import java.util.Map;

/**
 * An error that the caller of the API is to see, as the model has it. Its message goes out as it
 * stands: it tells what to do and holds no secret and no sensitive value.
 */
public class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorType type;
  private final transient Map<String, String> members;

  /** An error with its message. */
  public ApiException(ErrorType type, String message) {
    this(type, message, Map.of());
  }

  /**
   * An error with modeled members beside its message.
   *
   * @param members values by member name: {@code ResourceName} (goes into the body) or {@code
   *     RetryAfterSeconds} (goes out as the header {@code Retry-After}); both are of meetings
   */
  public ApiException(ErrorType type, String message, Map<String, String> members) {
    super(message);
    this.type = type;
    this.members = Map.copyOf(members);
  }

  /** What kind of error it is. */
  public ErrorType type() {
    return type;
  }

  /** The modeled members beside the message. */
  public Map<String, String> members() {
    return members;
  }
}
