package org.carillon.core.numbers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/**
 * ListPhoneNumberRequirements of the operator's API (N3): what countries ask of those who order or
 * port their numbers. A country that is not listed asks nothing that is known.
 */
public final class ListPhoneNumberRequirements
    implements Operation<OperatorDocument, OperatorDocument> {

  private final CountryRequirements requirements = CountryRequirements.guide();

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String wanted = (String) request.members().get("Country");
    Set<String> countries = new LinkedHashSet<>();
    requirements.ordering().forEach(row -> countries.add(row.country()));
    List<Map<String, Object>> all =
        countries.stream()
            .filter(country -> wanted == null || wanted.equals(country))
            .map(this::country)
            .toList();
    return new OperatorDocument(Map.of("Countries", all));
  }

  private Map<String, Object> country(String country) {
    List<Map<String, Object>> ordering = new ArrayList<>();
    List<Map<String, Object>> porting = new ArrayList<>();
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("Country", country);
    for (OrderingRequirement row : requirements.ordering()) {
      if (row.country().equals(country)) {
        shape.put("CountryName", row.countryName());
        ordering.add(ordering(row));
      }
    }
    for (PortingRequirement row : requirements.porting()) {
      if (row.country().equals(country)) {
        porting.add(porting(row));
      }
    }
    shape.put("Ordering", ordering);
    shape.put("Porting", porting);
    return shape;
  }

  private static Map<String, Object> ordering(OrderingRequirement row) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("ProductTypes", names(row.productTypes()));
    shape.put("PhoneNumberType", row.type().toString());
    shape.put("Kind", row.kind());
    shape.put("Prefixes", row.prefixes());
    shape.put("IdentificationRequired", row.identificationRequired());
    shape.put("Documents", row.documents());
    shape.put("Notes", row.notes());
    return shape;
  }

  private static Map<String, Object> porting(PortingRequirement row) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("ProductTypes", names(row.productTypes()));
    shape.put("PhoneNumberType", row.type().toString());
    shape.put("Supported", row.supported());
    shape.put("Documents", row.documents());
    shape.put("Notes", row.notes());
    return shape;
  }

  private static List<String> names(List<PhoneNumberProductType> types) {
    return types.stream().map(PhoneNumberProductType::toString).toList();
  }
}
