package org.carillon.core.emergency;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.core.ports.AddressValidator.Entered;

/**
 * A civic address in a call (RFC 4119 section 2.2.1, RFC 5139 section 3): its elements by name,
 * such as {@code A1} for the state, {@code RD} for the street, {@code HNO} for the house number.
 *
 * @param elements as they came, without white space around them
 */
public record CivicLocation(Map<String, String> elements) {

  public CivicLocation {
    elements = Map.copyOf(elements);
  }

  /** The address as it is validated (E1); empty when it is not in the US or parts are missing. */
  Optional<Entered> entered() {
    String country = get("country");
    String street =
        joined(
            " ", get("PRD"), get("RD").isEmpty() ? get("A6") : get("RD"), get("STS"), get("POD"));
    String house = get("HNO") + get("HNS");
    boolean complete =
        !house.isEmpty()
            && !street.isEmpty()
            && !get("A3").isEmpty()
            && !get("A1").isEmpty()
            && !get("PC").isEmpty();
    return complete && (country.isEmpty() || country.equalsIgnoreCase("US"))
        ? Optional.of(new Entered(house, street, get("A3"), get("A1"), get("PC")))
        : Optional.empty();
  }

  /** The address in one line, for people. */
  public String line() {
    String street =
        joined(
            " ",
            get("HNO") + get("HNS"),
            get("PRD"),
            get("RD").isEmpty() ? get("A6") : get("RD"),
            get("STS"),
            get("POD"));
    return joined(
        ", ",
        get("NAM"),
        street,
        get("LOC"),
        get("FLR").isEmpty() ? "" : "floor " + get("FLR"),
        get("ROOM").isEmpty() ? "" : "room " + get("ROOM"),
        get("A3"),
        joined(" ", get("A1"), get("PC")),
        get("country"));
  }

  private String get(String element) {
    return elements.getOrDefault(element, "");
  }

  private static String joined(String separator, String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(separator));
  }
}
