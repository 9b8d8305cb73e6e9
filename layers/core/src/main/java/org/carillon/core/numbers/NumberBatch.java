package org.carillon.core.numbers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.ports.ItemConflictException;
import software.amazon.awssdk.services.chimesdkvoice.model.ErrorCode;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberError;

/**
 * A request about many numbers: each is done for itself, and those that cannot be done are told in
 * the answer while the others go through. Many are written in one transaction; when another change
 * comes in between, those are done one by one.
 */
final class NumberBatch {

  /** Most entries of one request; the models give no limit, and each entry takes its time. */
  static final int MAX_ENTRIES = 500;

  private NumberBatch() {}

  /**
   * An entry.
   *
   * @param phoneNumberId as the client wrote it
   * @param change gives the number's new state, or the same to leave it; may refuse
   */
  record Entry(String phoneNumberId, UnaryOperator<InventoryNumber> change) {}

  /**
   * Does what the entries say, in their order.
   *
   * @param member the list's name in the request
   * @return the entries that were refused, in the order of the request
   * @throws ApiException {@link ErrorType#BAD_REQUEST} when there are none or too many
   */
  static List<PhoneNumberError> change(PhoneNumbers numbers, String member, List<Entry> entries) {
    if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, member + ": 1 to " + MAX_ENTRIES + " entries a request.");
    }
    List<PhoneNumberError> errors = new ArrayList<>();
    for (int from = 0; from < entries.size(); from += PhoneNumbers.MAX_TOGETHER) {
      List<Entry> batch =
          entries.subList(from, Math.min(from + PhoneNumbers.MAX_TOGETHER, entries.size()));
      errors.addAll(together(numbers, batch).orElseGet(() -> oneByOne(numbers, batch)));
    }
    return errors;
  }

  /** One transaction for all; empty when that cannot be, and nothing was changed. */
  private static Optional<List<PhoneNumberError>> together(
      PhoneNumbers numbers, List<Entry> entries) {
    Map<String, UnaryOperator<InventoryNumber>> changes = new LinkedHashMap<>();
    for (Entry entry : entries) {
      Optional<String> e164 = E164.of(entry.phoneNumberId());
      if (e164.isEmpty() || changes.put(e164.get(), entry.change()) != null) {
        return Optional.empty(); // no number, or one that comes twice
      }
    }
    try {
      Map<String, ApiException> refused = numbers.changeTogether(changes);
      List<PhoneNumberError> errors = new ArrayList<>();
      for (Entry entry : entries) {
        Optional.ofNullable(refused.get(E164.of(entry.phoneNumberId()).orElseThrow()))
            .ifPresent(refusal -> errors.add(error(entry, refusal)));
      }
      return Optional.of(errors);
    } catch (ItemConflictException changedMeanwhile) {
      return Optional.empty();
    }
  }

  private static List<PhoneNumberError> oneByOne(PhoneNumbers numbers, List<Entry> entries) {
    List<PhoneNumberError> errors = new ArrayList<>();
    for (Entry entry : entries) {
      try {
        numbers.change(entry.phoneNumberId(), entry.change());
      } catch (ApiException refusal) {
        errors.add(error(entry, refusal));
      }
    }
    return errors;
  }

  private static PhoneNumberError error(Entry entry, ApiException refusal) {
    return PhoneNumberError.builder()
        .phoneNumberId(entry.phoneNumberId())
        .errorCode(code(refusal))
        .errorMessage(refusal.getMessage())
        .build();
  }

  private static ErrorCode code(ApiException refused) {
    if (refused instanceof AssignedNumberException) {
      return ErrorCode.PHONE_NUMBER_ASSOCIATIONS_EXIST;
    }
    ErrorCode code = ErrorCode.fromValue(refused.type().code());
    return code == ErrorCode.UNKNOWN_TO_SDK_VERSION ? ErrorCode.SERVICE_FAILURE : code;
  }
}
