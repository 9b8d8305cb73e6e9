package org.carillon.core.porting;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.access.Secret;
import org.carillon.core.documents.Fields;
import org.carillon.core.numbers.PhoneNumbers;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;

/**
 * CreatePortOutRequest of the operator's API (N6): a winning carrier asks for numbers. It must name
 * the account that has them, and the PIN where one is set. A request that does not is refused with
 * the same words whatever was wrong; as every call it is in the audit. After some such tries the
 * PINs are locked for a while ({@link PinTries}).
 */
public final class CreatePortOutRequest implements Operation<OperatorDocument, OperatorDocument> {

  private final PortOuts portOuts;
  private final PortOutPins pins;
  private final PhoneNumbers numbers;

  /** Over these port-outs, PINs and this inventory. */
  public CreatePortOutRequest(PortOuts portOuts, PortOutPins pins, PhoneNumbers numbers) {
    this.portOuts = portOuts;
    this.pins = pins;
    this.numbers = numbers;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Fields fields = Fields.of(request.members(), "request");
    List<String> e164s = fields.textList(NumberRequests.PHONE_NUMBERS);
    if (new HashSet<>(e164s).size() < e164s.size()) {
      throw NumberRequests.bad(NumberRequests.PHONE_NUMBERS, "a number is listed twice.");
    }
    requireMatch(fields, e164s);
    String requestId = Ids.guid();
    Map<String, Object> asked = new LinkedHashMap<>(request.members());
    asked.keySet().removeAll(Set.of("AccountId", "Pin"));
    Map<String, Object> body = portOuts.requests().fresh(asked, requestId, PortOutStatus.SUBMITTED);
    portOuts.create(requestId, body, e164s);
    return NumberRequests.answer(NumberRequests.Kind.PORT_OUT, body);
  }

  /** All is looked at, whatever fails first: the time tells nothing either. */
  private void requireMatch(Fields fields, List<String> e164s) {
    Optional<String> pin = fields.optionalText("Pin");
    boolean matches =
        new Secret(portOuts.requests().account().id()).matches(fields.text("AccountId"));
    Map<String, PortOutPins.Guard> guards = pins.guards(e164s);
    pins.tries().count(guards.keySet());
    for (PortOutPins.Guard guard : guards.values()) {
      matches &= guard.opensTo(pin);
    }
    for (String e164 : e164s) {
      matches &= numbers.find(e164).filter(CreatePortOutRequest::isHere).isPresent();
    }
    if (matches) {
      pins.tries().forget(guards.keySet());
    } else {
      pins.tries().tellLocked(guards.keySet());
      throw new ApiException(
          ErrorType.FORBIDDEN,
          "AccountId, Pin or PhoneNumbers: they do not belong together. Ask the owner of the"
              + " numbers for the account id and the PIN.");
    }
  }

  private static boolean isHere(PhoneNumber number) {
    return number.deletionTimestamp() == null
        && (number.status() == PhoneNumberStatus.ASSIGNED
            || number.status() == PhoneNumberStatus.UNASSIGNED);
  }
}
