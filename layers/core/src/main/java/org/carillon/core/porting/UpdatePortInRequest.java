package org.carillon.core.porting;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.documents.Fields;
import org.carillon.core.ports.Item;

/**
 * UpdatePortInRequest of the operator's API (N5): other particulars, or another state. A change of
 * state that the rules do not have is a conflict. FOC needs a date to come and a letter of agency;
 * COMPLETED comes by itself at that date.
 */
public final class UpdatePortInRequest implements Operation<OperatorDocument, OperatorDocument> {

  private static final List<String> CHANGEABLE =
      List.of(
          NumberRequests.STATUS_MESSAGE,
          "AuthorizingPerson",
          "LosingCarrier",
          "AccountNumber",
          "AccountPin",
          "CustomerName",
          "ServiceAddress",
          "RequestedPortDate",
          "RequestedPortTime",
          "ContactEmail",
          "Remark");

  private final PortIns portIns;
  private final PortInInput input;
  private final RequestDocuments documents;

  /** Over these port-ins and their documents. */
  public UpdatePortInRequest(PortIns portIns, PortInInput input, RequestDocuments documents) {
    this.portIns = portIns;
    this.input = input;
    this.documents = documents;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    return NumberRequests.answer(
        NumberRequests.Kind.PORT_IN, Retries.onConflict(() -> updated(request.members())));
  }

  private Map<String, Object> updated(Map<String, Object> members) {
    Fields fields = Fields.of(members, "request");
    NumberRequests requests = portIns.requests();
    Item read =
        portIns.settled(
            requests.require(NumberRequests.Kind.PORT_IN, fields.text(NumberRequests.REQUEST_ID)));
    PortInStatus from = PortIns.status(read);
    if (from.isFinal()) {
      throw new ApiException(
          ErrorType.CONFLICT, "RequestId: the request has ended: " + from.name() + ".");
    }
    Map<String, Object> body = new LinkedHashMap<>(read.body());
    for (String member : CHANGEABLE) {
      if (members.containsKey(member)) {
        body.put(member, members.get(member));
      }
    }
    if (members.containsKey("RequestedPortDate")) {
      input.checkDate(fields.text("RequestedPortDate"));
    }
    input.sealPin(body, read.key().sort());
    PortInStatus to =
        fields.has(NumberRequests.STATUS)
            ? fields.constant(NumberRequests.STATUS, PortInStatus.class)
            : from;
    if (to != from && !from.next().contains(to)) {
      throw NumberRequests.illegal(from, to, from.next());
    }
    return portIns.change(read, body, to, focDate(fields, read, to));
  }

  private Optional<Instant> focDate(Fields fields, Item read, PortInStatus to) {
    Optional<Instant> given = fields.optionalMoment(PortIns.FOC_DATE);
    Instant now = portIns.requests().now();
    if (to == PortInStatus.COMPLETED) {
      // settled before: its date is still to come
      throw new ApiException(
          ErrorType.CONFLICT,
          "Status: the request completes by itself at its FOC date, "
              + read.body().get(PortIns.FOC_DATE)
              + ".");
    }
    if (to != PortInStatus.FOC) {
      if (given.isPresent()) {
        throw NumberRequests.bad(PortIns.FOC_DATE, "goes with the status FOC.");
      }
      return Optional.empty();
    }
    if (!documents.hasReceived(read.key().sort(), PortInInput.letterOfAgency())) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "Status: the letter of agency was not received. Ask for a link with"
              + " CreateDocumentUpload (Type LETTER_OF_AGENCY) and put it there.");
    }
    Instant date =
        given
            .or(
                () ->
                    Optional.ofNullable((String) read.body().get(PortIns.FOC_DATE))
                        .map(Instant::parse))
            .orElseThrow(
                () -> NumberRequests.bad(PortIns.FOC_DATE, "the status FOC needs its date."));
    if (!date.isAfter(now)) {
      throw NumberRequests.bad(PortIns.FOC_DATE, "a moment that is to come.");
    }
    return Optional.of(date);
  }
}
