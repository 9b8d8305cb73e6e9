package org.carillon.core.numbers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.carillon.contract.Json;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * What countries ask of those who order or port numbers (N3): the administration guide's tables of
 * 15 countries, as data in {@code ordering-requirements.json} and {@code
 * porting-requirements.json}. In the US nothing is asked. For countries that the guide does not
 * name nothing is known, so nothing is asked either: the operator who loads their numbers answers
 * for them.
 */
public final class CountryRequirements {

  private static final CountryRequirements GUIDE =
      new CountryRequirements(
          read("ordering-requirements.json", CountryRequirements::ordering),
          read("porting-requirements.json", CountryRequirements::porting));

  private final List<OrderingRequirement> ordering;
  private final List<PortingRequirement> porting;

  private CountryRequirements(
      List<OrderingRequirement> ordering, List<PortingRequirement> porting) {
    this.ordering = ordering;
    this.porting = porting;
  }

  /** The guide's tables. */
  public static CountryRequirements guide() {
    return GUIDE;
  }

  /** All rows about ordering, by country in the guide's order. */
  public List<OrderingRequirement> ordering() {
    return ordering;
  }

  /** All rows about porting, by country in the guide's order. */
  public List<PortingRequirement> porting() {
    return porting;
  }

  /**
   * What ordering this number asks for.
   *
   * @return empty in the US and in countries that the guide does not name
   */
  public Optional<OrderingRequirement> ordering(String country, PhoneNumberType type, String e164) {
    List<OrderingRequirement> rows =
        ordering.stream().filter(r -> r.country().equals(country) && r.type() == type).toList();
    return rows.stream()
        .filter(row -> row.hasPrefixOf(e164))
        .findFirst()
        .or(() -> rows.stream().filter(row -> row.prefixes().isEmpty()).findFirst());
  }

  /**
   * What porting numbers of this country and type asks for.
   *
   * @return empty where the guide says nothing about porting
   */
  public Optional<PortingRequirement> porting(String country, PhoneNumberType type) {
    return porting.stream()
        .filter(row -> row.country().equals(country) && row.type() == type)
        .findFirst();
  }

  /**
   * What numbers of a country can be used for: in the US everything, elsewhere SIP media
   * applications (the API's rule for all numbers outside the US) and what the guide's table adds.
   * It adds Voice Connectors in Puerto Rico.
   */
  public Set<PhoneNumberProductType> productTypes(String country) {
    Set<PhoneNumberProductType> types =
        EnumSet.of(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN);
    if (country.equals("US")) {
      types.add(PhoneNumberProductType.VOICE_CONNECTOR);
    }
    ordering.stream()
        .filter(row -> row.country().equals(country))
        .forEach(row -> types.addAll(row.productTypes()));
    return types;
  }

  @SuppressWarnings("unchecked") // the files are ours; a test reads every row
  private static <T> List<T> read(String file, Function<Map<String, Object>, T> row) {
    try (InputStream resource = CountryRequirements.class.getResourceAsStream(file)) {
      var rows = (List<Map<String, Object>>) Json.readObject(resource.readAllBytes()).get("Rows");
      return rows.stream().map(row).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the resource " + file + " cannot be read", unreadable);
    }
  }

  private static OrderingRequirement ordering(Map<String, Object> row) {
    return new OrderingRequirement(
        (String) row.get("Country"),
        (String) row.get("CountryName"),
        productTypes(row),
        PhoneNumberType.fromValue((String) row.get("PhoneNumberType")),
        (String) row.get("Kind"),
        texts(row, "Prefixes"),
        (Boolean) row.get("IdentificationRequired"),
        texts(row, "Documents"),
        texts(row, "Notes"));
  }

  private static PortingRequirement porting(Map<String, Object> row) {
    return new PortingRequirement(
        (String) row.get("Country"),
        (String) row.get("CountryName"),
        productTypes(row),
        PhoneNumberType.fromValue((String) row.get("PhoneNumberType")),
        (Boolean) row.get("Supported"),
        texts(row, "Documents"),
        texts(row, "Notes"));
  }

  private static List<PhoneNumberProductType> productTypes(Map<String, Object> row) {
    return texts(row, "ProductTypes").stream().map(PhoneNumberProductType::fromValue).toList();
  }

  @SuppressWarnings("unchecked") // as above
  private static List<String> texts(Map<String, Object> row, String name) {
    return List.copyOf((List<String>) row.get(name));
  }
}
