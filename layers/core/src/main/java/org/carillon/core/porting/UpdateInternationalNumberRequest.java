package org.carillon.core.porting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.documents.Fields;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * UpdateInternationalNumberRequest of the operator's API (N4): the review. A change of state that
 * the rules do not have is a conflict.
 */
public final class UpdateInternationalNumberRequest
    implements Operation<OperatorDocument, OperatorDocument> {

  private static final List<String> CHANGEABLE =
      List.of(NumberRequests.STATUS_MESSAGE, "ContactEmail", "Remark");

  private final Items items;
  private final NumberRequests requests;

  /** Over these requests. */
  public UpdateInternationalNumberRequest(Items items, NumberRequests requests) {
    this.items = items;
    this.requests = requests;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Fields fields = Fields.of(request.members(), "request");
    return NumberRequests.answer(
        NumberRequests.Kind.INTERNATIONAL, Retries.onConflict(() -> updated(fields)));
  }

  private Map<String, Object> updated(Fields fields) {
    Item read =
        requests.require(NumberRequests.Kind.INTERNATIONAL, fields.text(NumberRequests.REQUEST_ID));
    Map<String, Object> body = new LinkedHashMap<>(read.body());
    for (String member : CHANGEABLE) {
      fields.optionalText(member).ifPresent(text -> body.put(member, text));
    }
    if (fields.has(NumberRequests.STATUS)) {
      changeStatus(body, fields.constant(NumberRequests.STATUS, InternationalStatus.class));
    }
    body.put(NumberRequests.UPDATED, requests.now().toString());
    items.write(ItemWrite.replace(read, body));
    return body;
  }

  private static void changeStatus(Map<String, Object> body, InternationalStatus to) {
    InternationalStatus from =
        InternationalStatus.valueOf((String) body.get(NumberRequests.STATUS));
    if (from == to) {
      return;
    }
    if (!from.next().contains(to)) {
      throw NumberRequests.illegal(from, to, from.next());
    }
    if (body.containsKey(DeliverInternationalNumbers.OPEN_ORDER)) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "Status: a delivery of this request is being carried out. Finish it first: repeat"
              + " DeliverInternationalNumbers.");
    }
    body.put(NumberRequests.STATUS, to.name());
  }
}
