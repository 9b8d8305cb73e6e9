package org.carillon.core.numbers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import software.amazon.awssdk.services.chimesdkvoice.model.ErrorCode;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberError;

/**
 * A request about many numbers: each is done for itself, and those that cannot be done are told in
 * the answer while the others go through.
 */
public final class NumberBatch {

  /** Most entries of one request; the models give no limit, and each entry takes its time. */
  public static final int MAX_ENTRIES = 500;

  private NumberBatch() {}

  /**
   * Does the same to every entry.
   *
   * @param member the list's name in the request
   * @param id an entry's phone number id, as the client wrote it
   * @param act does it to one entry, and refuses with an {@link ApiException}
   * @return the entries that were refused, in the order of the request
   * @throws ApiException {@link ErrorType#BAD_REQUEST} when there are none or too many
   */
  public static <T> List<PhoneNumberError> each(
      String member, List<T> entries, Function<T, String> id, Consumer<T> act) {
    if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, member + ": 1 to " + MAX_ENTRIES + " entries a request.");
    }
    List<PhoneNumberError> errors = new ArrayList<>();
    for (T entry : entries) {
      refusal(() -> act.accept(entry))
          .ifPresent(
              refused ->
                  errors.add(
                      PhoneNumberError.builder()
                          .phoneNumberId(id.apply(entry))
                          .errorCode(code(refused))
                          .errorMessage(refused.getMessage())
                          .build()));
    }
    return errors;
  }

  private static Optional<ApiException> refusal(Runnable act) {
    try {
      act.run();
      return Optional.empty();
    } catch (ApiException refused) {
      return Optional.of(refused);
    }
  }

  private static ErrorCode code(ApiException refused) {
    if (refused instanceof AssignedNumberException) {
      return ErrorCode.PHONE_NUMBER_ASSOCIATIONS_EXIST;
    }
    ErrorCode code = ErrorCode.fromValue(refused.type().code());
    return code == ErrorCode.UNKNOWN_TO_SDK_VERSION ? ErrorCode.SERVICE_FAILURE : code;
  }
}
