package org.carillon.core.addresses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.core.addresses.UsPlaces.Place;
import org.carillon.core.ports.AddressValidator;

/**
 * Address validation out of tables that come with Carillon (E1): states, ZIP codes with their city,
 * street suffixes and directions. It knows which city a ZIP code belongs to and how a street is
 * written. It does not know which streets and house numbers exist; who needs that asks a provider
 * behind {@link AddressValidator}.
 */
public final class UsReference implements AddressValidator {

  private static final int MAX_CANDIDATES = 5;
  private static final Pattern HOUSE =
      Pattern.compile("(?=.*\\d)[0-9A-Z]{1,10}([-/][0-9A-Z]{1,5})?( \\d/\\d)?");
  private static final Pattern ZIP = Pattern.compile("(\\d{5})(?:[- ]?(\\d{4}))?");

  /**
   * What the process's environment asks for, or else these tables.
   *
   * @param environment its environment variables
   */
  public static AddressValidator orBetter(Map<String, String> environment) {
    return ServiceLoader.load(AddressValidator.Provider.class).stream()
        .map(provider -> provider.get().from(environment))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(UsReference::new);
  }

  @Override
  public Outcome validate(Entered entered) {
    String house = Words.standard(entered.streetNumber());
    Optional<Street> street = Street.of(entered.streetInfo());
    if (street.isEmpty() || !HOUSE.matcher(house).matches()) {
      return invalid(List.of());
    }
    Matcher zip = ZIP.matcher(entered.postalCode().strip());
    String code = zip.matches() ? zip.group(1) : "";
    String plus4 = zip.matches() && zip.group(2) != null ? zip.group(2) : "";
    Located located = locate(entered.city(), UsStates.of(entered.state()), code);
    if (located.right().isPresent() && street.get().unit().isEmpty()) {
      Zip right = located.right().get();
      boolean corrected = located.corrected() || street.get().corrected();
      return new Outcome(
          corrected ? Verdict.CORRECTED : Verdict.VALID,
          Optional.of(civic(house, street.get(), right, right.code().equals(code) ? plus4 : "")),
          List.of());
    }
    List<Zip> meant = located.right().map(List::of).orElse(located.candidates());
    return invalid(meant.stream().map(z -> civic(house, street.get(), z, "")).toList());
  }

  /**
   * A building's address in standard form, place and ZIP code taken as they are: for providers that
   * know better whether they are right.
   *
   * @return empty when it is no building's address: a box, a suite, no house number, no state or
   *     ZIP code
   */
  public static Optional<Civic> standard(Entered entered) {
    String house = Words.standard(entered.streetNumber());
    Matcher zip = ZIP.matcher(entered.postalCode().strip());
    Optional<String> state = UsStates.of(entered.state());
    if (!HOUSE.matcher(house).matches() || !zip.matches() || state.isEmpty()) {
      return Optional.empty();
    }
    String city = Words.standard(entered.city());
    return Street.of(entered.streetInfo())
        .filter(street -> street.unit().isEmpty())
        .map(
            street ->
                civic(house, street, new Zip(zip.group(1), new Place(city, state.get())), ""));
  }

  private record Zip(String code, Place place) {}

  /**
   * Where an address is.
   *
   * @param right the one place it can be, after a correction or without
   * @param candidates what may have been meant, when there is no right one
   */
  private record Located(Optional<Zip> right, boolean corrected, List<Zip> candidates) {}

  private static Located locate(String city, Optional<String> state, String code) {
    UsPlaces places = UsPlaces.get();
    Optional<Place> ofZip = places.of(code);
    List<String> zipsOfCity = state.map(s -> places.zips(city, s)).orElse(List.of());
    if (ofZip.isPresent()) {
      Place place = ofZip.get();
      Zip zip = new Zip(code, place);
      boolean sameCity = UsPlaces.areSame(city, place.city());
      if (state.filter(place.state()::equals).isPresent()
          && (sameCity || (zipsOfCity.isEmpty() && UsPlaces.areNear(city, place.city())))) {
        return new Located(Optional.of(zip), !sameCity, List.of());
      }
      if (state.isEmpty() && sameCity) {
        return new Located(Optional.of(zip), true, List.of());
      }
      return new Located(Optional.empty(), false, candidates(Optional.of(zip), zipsOfCity));
    }
    if (zipsOfCity.size() == 1) {
      String only = zipsOfCity.getFirst();
      return new Located(places.of(only).map(place -> new Zip(only, place)), true, List.of());
    }
    return new Located(Optional.empty(), false, candidates(Optional.empty(), zipsOfCity));
  }

  private static List<Zip> candidates(Optional<Zip> first, List<String> codes) {
    List<Zip> candidates = new ArrayList<>();
    first.ifPresent(candidates::add);
    for (String code : codes) {
      if (candidates.size() < MAX_CANDIDATES) {
        UsPlaces.get().of(code).map(place -> new Zip(code, place)).ifPresent(candidates::add);
      }
    }
    return candidates;
  }

  private static Civic civic(String house, Street street, Zip zip, String plus4) {
    return new Civic(
        house,
        street.preDirectional(),
        street.name(),
        street.suffix(),
        street.postDirectional(),
        zip.place().city(),
        zip.place().state(),
        zip.code(),
        plus4);
  }

  private static Outcome invalid(List<Civic> candidates) {
    return new Outcome(Verdict.INVALID, Optional.empty(), candidates);
  }
}
