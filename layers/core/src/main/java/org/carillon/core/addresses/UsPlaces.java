package org.carillon.core.addresses;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * ZIP codes with their city and state. It takes a few milliseconds to read and some megabytes to
 * hold, so it is read when it is first asked. {@code scripts/make-us-zip-codes} makes the table.
 */
final class UsPlaces {

  /** The city that the US mail names for a ZIP code. */
  record Place(String city, String state) {}

  private static final Map<String, String> SPELLED =
      Map.of(
          "ST", "SAINT", "STE", "SAINTE", "MT", "MOUNT", "FT", "FORT", "N", "NORTH", "S", "SOUTH",
          "E", "EAST", "W", "WEST");

  private final Map<String, Place> byZip = new HashMap<>();
  private final Map<Place, List<String>> zips = new HashMap<>();

  private UsPlaces() {
    for (String line : Words.table("us-zip-codes.txt.gz")) {
      String[] fields = line.split("\\|");
      Place place = new Place(fields[1], fields[0]);
      List<String> codes = List.of(fields[2].split(","));
      codes.forEach(code -> byZip.put(code, place));
      zips.put(new Place(spelled(fields[1]), fields[0]), codes);
    }
  }

  private static final class Loaded {
    static final UsPlaces PLACES = new UsPlaces();
  }

  static UsPlaces get() {
    return Loaded.PLACES;
  }

  /** The place of a ZIP code of five digits. */
  Optional<Place> of(String zip) {
    return Optional.ofNullable(byZip.get(zip));
  }

  /** The ZIP codes of a city; none when there is no such city. */
  List<String> zips(String city, String state) {
    return zips.getOrDefault(new Place(spelled(city), state), List.of());
  }

  /** Whether two spellings name one city: {@code St Louis} and {@code Saint Louis}. */
  static boolean areSame(String a, String b) {
    return spelled(a).equals(spelled(b));
  }

  /** Whether one is the other with a slip. */
  static boolean areNear(String written, String city) {
    return Words.areNear(spelled(written), spelled(city));
  }

  private static String spelled(String city) {
    String[] words = Words.standard(city).replace('-', ' ').split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] = SPELLED.getOrDefault(words[i], words[i]);
    }
    return String.join(" ", words);
  }
}
