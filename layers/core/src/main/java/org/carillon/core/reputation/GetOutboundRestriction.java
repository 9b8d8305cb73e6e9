package org.carillon.core.reputation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;

/** GetOutboundRestriction of the operator's API (N11): who may call a restricted country. */
public final class GetOutboundRestriction implements Operation<OperatorDocument, OperatorDocument> {

  private final OutboundRestrictions restrictions;

  /** Over these restrictions. */
  public GetOutboundRestriction(OutboundRestrictions restrictions) {
    this.restrictions = restrictions;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String country = country(request);
    return shape(country, restrictions.approved(country));
  }

  static String country(OperatorDocument request) {
    String country = (String) request.members().get("Country");
    if (!OutboundRestrictions.COUNTRIES.contains(country)) {
      throw new ApiException(
          ErrorType.NOT_FOUND,
          "Country: has no restriction. Those that have one: "
              + String.join(", ", OutboundRestrictions.COUNTRIES)
              + ".");
    }
    return country;
  }

  static OperatorDocument shape(String country, List<String> numbers) {
    Map<String, Object> restriction = new LinkedHashMap<>();
    restriction.put("Country", country);
    restriction.put("ApprovedPhoneNumbers", numbers);
    return new OperatorDocument(Map.of("OutboundRestriction", restriction));
  }
}
