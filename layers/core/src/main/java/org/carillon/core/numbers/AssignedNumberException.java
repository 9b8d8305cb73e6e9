package org.carillon.core.numbers;

import java.util.stream.Collectors;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;

/**
 * A number cannot be deleted because something uses it. DeletePhoneNumber declares no conflict, so
 * it is a bad request there; a batch has a code of its own for it.
 */
final class AssignedNumberException extends ApiException {

  private static final long serialVersionUID = 1L;

  AssignedNumberException(PhoneNumber number) {
    super(
        ErrorType.BAD_REQUEST,
        "PhoneNumberId: the number is assigned to "
            + number.associations().stream()
                .map(a -> a.nameAsString() + " " + a.value())
                .collect(Collectors.joining(", "))
            + ". Free it first: delete the SIP rule, or disassociate it from the Voice"
            + " Connector.");
  }
}
