package org.carillon.core.meetings;

import java.util.Map;
import java.util.function.Supplier;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;

/** The tag operations of meetings have errors of their own, which name the resource. */
final class MeetingTags {

  private MeetingTags() {}

  /** Does it, with the errors of the tags in the words of this API. */
  static <T> T inWordsOfMeetings(String arn, Supplier<T> operation) {
    try {
      return operation.get();
    } catch (ApiException refused) {
      ErrorType type =
          switch (refused.type()) {
            case NOT_FOUND -> ErrorType.RESOURCE_NOT_FOUND;
            case RESOURCE_LIMIT_EXCEEDED -> ErrorType.TOO_MANY_TAGS;
            default -> throw refused;
          };
      throw new ApiException(type, refused.getMessage(), Map.of("ResourceName", arn));
    }
  }
}
