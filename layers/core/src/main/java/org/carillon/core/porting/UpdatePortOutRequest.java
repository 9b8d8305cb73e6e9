package org.carillon.core.porting;

import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.documents.Fields;
import org.carillon.core.ports.Item;

/**
 * UpdatePortOutRequest of the operator's API (N6). A change of state that the rules do not have is
 * a conflict.
 */
public final class UpdatePortOutRequest implements Operation<OperatorDocument, OperatorDocument> {

  private final PortOuts portOuts;

  /** Over these port-outs. */
  public UpdatePortOutRequest(PortOuts portOuts) {
    this.portOuts = portOuts;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Fields fields = Fields.of(request.members(), "request");
    return NumberRequests.answer(
        NumberRequests.Kind.PORT_OUT, Retries.onConflict(() -> updated(fields)));
  }

  private Map<String, Object> updated(Fields fields) {
    Item read =
        portOuts
            .requests()
            .require(NumberRequests.Kind.PORT_OUT, fields.text(NumberRequests.REQUEST_ID));
    PortOutStatus from = PortOutStatus.valueOf((String) read.body().get(NumberRequests.STATUS));
    PortOutStatus to = fields.constant(NumberRequests.STATUS, PortOutStatus.class);
    if (!from.next().contains(to)) {
      throw NumberRequests.illegal(from, to, from.next());
    }
    Map<String, Object> changes = new LinkedHashMap<>();
    fields
        .optionalText(NumberRequests.STATUS_MESSAGE)
        .ifPresent(text -> changes.put(NumberRequests.STATUS_MESSAGE, text));
    return portOuts.change(read, to, changes);
  }
}
