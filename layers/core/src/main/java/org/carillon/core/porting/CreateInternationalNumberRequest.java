package org.carillon.core.porting;

import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.documents.Fields;
import org.carillon.core.numbers.CountryRequirements;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * CreateInternationalNumberRequest of the operator's API (N4): asks for numbers of a country that
 * asks who has them. They can be used with SIP media applications only.
 */
public final class CreateInternationalNumberRequest
    implements Operation<OperatorDocument, OperatorDocument> {

  private final Items items;
  private final NumberRequests requests;

  /** Over these requests. */
  public CreateInternationalNumberRequest(Items items, NumberRequests requests) {
    this.items = items;
    this.requests = requests;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Fields fields = Fields.of(request.members(), "request");
    String country = fields.text("Country");
    if (country.equals("US")) {
      throw NumberRequests.bad(
          "Country", "numbers of the US need no request. Order them with CreatePhoneNumberOrder.");
    }
    PhoneNumberType type = PhoneNumberType.fromValue(fields.text("PhoneNumberType"));
    String requestId = Ids.guid();
    Map<String, Object> body =
        requests.fresh(request.members(), requestId, InternationalStatus.SUBMITTED);
    body.put(
        "RequiredDocuments",
        CountryRequirements.guide().ordering().stream()
            .filter(row -> row.country().equals(country) && row.type() == type)
            .flatMap(row -> row.documents().stream())
            .distinct()
            .toList());
    items.write(ItemWrite.create(requests.key(NumberRequests.Kind.INTERNATIONAL, requestId), body));
    return NumberRequests.answer(NumberRequests.Kind.INTERNATIONAL, body);
  }
}
