package org.carillon.core.porting;

import java.util.Optional;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.documents.Fields;
import org.carillon.core.numbers.PhoneNumbers;

/**
 * PutPortOutPin of the operator's API (N6): a PIN for one number, or for all numbers of the account
 * that have none of their own.
 */
public final class PutPortOutPin implements Operation<OperatorDocument, OperatorDocument> {

  private final PortOutPins pins;
  private final PhoneNumbers numbers;

  /** Over these PINs and this inventory. */
  public PutPortOutPin(PortOutPins pins, PhoneNumbers numbers) {
    this.pins = pins;
    this.numbers = numbers;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Fields fields = Fields.of(request.members(), "request");
    Optional<String> e164 = fields.optionalText("PhoneNumber");
    e164.ifPresent(number -> DeletePortOutPin.requireNumber(numbers, number));
    pins.put(e164, fields.text("Pin"));
    return OperatorDocument.empty();
  }
}
