package org.carillon.core.porting;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.documents.Fields;
import org.carillon.core.numbers.PhoneNumberOrders;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * CreatePortInRequest of the operator's API (N5): brings numbers of another carrier here. The
 * request is shown by GetPhoneNumberOrder too, under the same id.
 */
public final class CreatePortInRequest implements Operation<OperatorDocument, OperatorDocument> {

  private final PortIns portIns;
  private final PortInInput input;

  /** Over these port-ins. */
  public CreatePortInRequest(PortIns portIns, PortInInput input) {
    this.portIns = portIns;
    this.input = input;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String requestId = Ids.guid();
    Map<String, Object> checked = input.checked(request.members(), requestId);
    Map<String, Object> body = portIns.requests().fresh(checked, requestId, PortInStatus.SUBMITTED);
    body.put("PhoneNumberOrderId", requestId);
    Fields fields = Fields.of(body, "request");
    List<String> numbers = fields.textList(NumberRequests.PHONE_NUMBERS);
    PhoneNumberProductType productType =
        PhoneNumberProductType.fromValue(fields.text("ProductType"));
    Instant now = portIns.requests().now();
    PhoneNumberOrder order =
        PhoneNumberOrder.builder()
            .phoneNumberOrderId(requestId)
            .productType(productType)
            .status(PortInStatus.SUBMITTED.orderStatus())
            .orderType(PhoneNumberOrderType.PORTING)
            .orderedPhoneNumbers(PhoneNumberOrders.ordered(numbers))
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .build();
    List<PhoneNumber> inventory =
        numbers.stream()
            .map(
                e164 ->
                    PhoneNumberOrders.inventoryNumber(
                            e164,
                            fields.text("Country"),
                            PhoneNumberType.fromValue(fields.text("PhoneNumberType")),
                            productType,
                            requestId,
                            now)
                        .toBuilder()
                        .status(PhoneNumberStatus.PORTIN_IN_PROGRESS)
                        .build())
            .toList();
    portIns.create(new PortInOrder(requestId, body, order, inventory));
    return NumberRequests.answer(NumberRequests.Kind.PORT_IN, body);
  }
}
