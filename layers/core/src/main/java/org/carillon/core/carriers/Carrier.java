package org.carillon.core.carriers;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carillon.core.numbers.Countries;

/**
 * A carrier: who connects Carillon to the telephone network (D6).
 *
 * @param carrierId a GUID
 * @param directions at least one
 * @param countries ISO 3166-1 codes of the called numbers it takes; with no countries and no
 *     prefixes it takes all
 * @param prefixes beginnings of called numbers that it takes, plus sign included
 * @param priority 1 to 100, 1 first, among carriers that fit a number equally well
 * @param weight 1 to 100: its share among carriers of one priority
 * @param emergencyCalling whether it takes calls to emergency services
 * @param disabled whether it is left out of all calls
 * @param builtIn whether it came with Carillon: it cannot be changed or deleted
 * @param trunks at least one, but none of a built-in one, which the media node plays itself
 */
public record Carrier(
    String carrierId,
    String name,
    Set<CallDirection> directions,
    List<String> countries,
    List<String> prefixes,
    int priority,
    int weight,
    boolean emergencyCalling,
    boolean disabled,
    boolean builtIn,
    List<Trunk> trunks,
    Instant created,
    Instant updated) {

  public Carrier {
    directions = Set.copyOf(EnumSet.copyOf(directions));
    countries = List.copyOf(countries);
    prefixes = List.copyOf(prefixes);
    trunks = List.copyOf(trunks);
  }

  /**
   * How well it fits a called number: the length of the longest prefix that the number starts with,
   * 1 for its country, 0 when it takes every number, and empty when it does not take this one.
   */
  Optional<Integer> fit(String e164) {
    int longest =
        prefixes.stream().filter(e164::startsWith).mapToInt(String::length).max().orElse(0);
    if (longest > 0) {
      return Optional.of(longest);
    }
    if (servesCountry(Countries.of(e164).orElse(""))) {
      return Optional.of(countries.isEmpty() ? 0 : 1);
    }
    return Optional.empty();
  }

  /** Whether it takes calls to the emergency services of a country; no prefix matters for those. */
  boolean takesEmergenciesOf(String country) {
    return emergencyCalling && (countries.isEmpty() || countries.contains(country));
  }

  /** Whether it takes every number of a country. */
  private boolean servesCountry(String country) {
    return countries.isEmpty() ? prefixes.isEmpty() : countries.contains(country);
  }

  boolean takes(CallDirection direction) {
    return !disabled && directions.contains(direction);
  }
}
