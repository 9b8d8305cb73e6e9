package org.carillon.core.numbers;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.settings.UpdatePhoneNumberSettings;
import software.amazon.awssdk.services.chimesdkvoice.model.CallingNameStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberResponse;

/**
 * UpdatePhoneNumber: name (N7), product type (N8) or outbound calling name (N9) of a number, one at
 * a time.
 */
public final class UpdatePhoneNumber
    implements Operation<UpdatePhoneNumberRequest, UpdatePhoneNumberResponse> {

  private final PhoneNumbers numbers;

  /** Over this inventory. */
  public UpdatePhoneNumber(PhoneNumbers numbers) {
    this.numbers = numbers;
  }

  @Override
  public UpdatePhoneNumberResponse handle(UpdatePhoneNumberRequest request, Caller caller) {
    requireOneAttribute(request); // told also when there is no such number
    return UpdatePhoneNumberResponse.builder()
        .phoneNumber(numbers.change(request.phoneNumberId(), number -> changed(number, request)))
        .build();
  }

  private static void requireOneAttribute(UpdatePhoneNumberRequest request) {
    long given =
        Stream.of(request.productType(), request.callingName(), request.name())
            .filter(Objects::nonNull)
            .count();
    if (given != 1) {
      throw refused(
          ErrorType.BAD_REQUEST,
          "Give one of ProductType, CallingName and Name: a number is updated one attribute at a"
              + " time.");
    }
  }

  /** The number as the request wants it; refuses by the rules of this operation. */
  InventoryNumber changed(InventoryNumber number, UpdatePhoneNumberRequest request) {
    requireOneAttribute(request);
    if (number.isDeleted()) {
      throw refused(
          ErrorType.BAD_REQUEST,
          "PhoneNumberId: the number is in the deletion queue. Restore it first"
              + " (RestorePhoneNumber).");
    }
    if (request.productType() != null) {
      return withProductType(number, request.productType());
    }
    if (request.callingName() != null) {
      return withCallingName(number, request.callingName());
    }
    return with(
        number, number.phoneNumber().toBuilder().name(request.name()), number.callingNameUpdated());
  }

  private InventoryNumber withProductType(InventoryNumber number, PhoneNumberProductType type) {
    PhoneNumber phone = number.phoneNumber();
    if (phone.productType() == type) {
      return number;
    }
    if (number.isAssigned()) {
      throw refused(
          ErrorType.CONFLICT,
          "ProductType: the number is assigned. Free it first: delete its SIP rule, or disassociate"
              + " it from its Voice Connector.");
    }
    if (!CountryRequirements.guide().productTypes(phone.country()).contains(type)) {
      throw refused(
          ErrorType.BAD_REQUEST,
          "ProductType: numbers outside the US are for SipMediaApplicationDialIn only.");
    }
    return with(number, phone.toBuilder().productType(type), number.callingNameUpdated());
  }

  private InventoryNumber withCallingName(InventoryNumber number, String name) {
    PhoneNumber phone = number.phoneNumber();
    if (phone.type() == PhoneNumberType.TOLL_FREE || !phone.country().equals("US")) {
      throw refused(
          ErrorType.BAD_REQUEST,
          "CallingName: only local numbers of the US have an outbound calling name.");
    }
    if (name.equals(Objects.requireNonNullElse(phone.callingName(), ""))) {
      return number;
    }
    Instant now = numbers.now();
    number
        .callingNameUpdated()
        .ifPresent(
            before -> UpdatePhoneNumberSettings.requireChangeable("CallingName", before, now));
    return with(
        number,
        phone.toBuilder()
            .callingName(name.isEmpty() ? null : name)
            .callingNameStatus(
                name.isEmpty()
                    ? CallingNameStatus.UNASSIGNED
                    : CallingNameStatus.UPDATE_IN_PROGRESS),
        Optional.of(now));
  }

  private InventoryNumber with(
      InventoryNumber number, PhoneNumber.Builder changed, Optional<Instant> callingNameUpdated) {
    return new InventoryNumber(
        number.item(), changed.updatedTimestamp(numbers.now()).build(), callingNameUpdated);
  }

  private static ApiException refused(ErrorType type, String message) {
    return new ApiException(type, message);
  }
}
