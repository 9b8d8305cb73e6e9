package org.carillon.core.porting;

import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.numbers.PhoneNumbers;

/** DeletePortOutPin of the operator's API (N6): of one number, or of the account. */
public final class DeletePortOutPin implements Operation<OperatorDocument, OperatorDocument> {

  private final PortOutPins pins;
  private final PhoneNumbers numbers;

  /** Over these PINs and this inventory. */
  public DeletePortOutPin(PortOutPins pins, PhoneNumbers numbers) {
    this.pins = pins;
    this.numbers = numbers;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Optional<String> e164 = Optional.ofNullable((String) request.members().get("PhoneNumber"));
    e164.ifPresent(number -> requireNumber(numbers, number));
    pins.delete(e164);
    return OperatorDocument.empty();
  }

  static void requireNumber(PhoneNumbers numbers, String e164) {
    if (numbers.find(e164).isEmpty()) {
      throw new ApiException(
          ErrorType.NOT_FOUND, "PhoneNumber: the account has no such phone number.");
    }
  }
}
