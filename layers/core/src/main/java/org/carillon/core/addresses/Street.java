package org.carillon.core.addresses;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A street line taken apart by the rules of USPS Publication 28: direction, name, suffix,
 * direction.
 *
 * @param corrected whether the suffix was misspelt
 * @param unit the apartment, suite or the like that stood behind it; empty when there was none
 */
record Street(
    String preDirectional,
    String name,
    String suffix,
    String postDirectional,
    boolean corrected,
    String unit) {

  private static final Map<String, String> DIRECTIONS =
      Map.ofEntries(
          Map.entry("NORTH", "N"),
          Map.entry("SOUTH", "S"),
          Map.entry("EAST", "E"),
          Map.entry("WEST", "W"),
          Map.entry("NORTHEAST", "NE"),
          Map.entry("NORTHWEST", "NW"),
          Map.entry("SOUTHEAST", "SE"),
          Map.entry("SOUTHWEST", "SW"),
          Map.entry("N", "N"),
          Map.entry("S", "S"),
          Map.entry("E", "E"),
          Map.entry("W", "W"),
          Map.entry("NE", "NE"),
          Map.entry("NW", "NW"),
          Map.entry("SE", "SE"),
          Map.entry("SW", "SW"));

  // appendix C2, and the words people use in their place
  private static final Set<String> UNITS =
      Set.of(
          "#",
          "APARTMENT",
          "APT",
          "BASEMENT",
          "BSMT",
          "BLDG",
          "BUILDING",
          "DEPARTMENT",
          "DEPT",
          "FL",
          "FLOOR",
          "FLR",
          "FRNT",
          "HANGAR",
          "HNGR",
          "LBBY",
          "LOBBY",
          "LOT",
          "OFC",
          "OFFICE",
          "PENTHOUSE",
          "PH",
          "RM",
          "ROOM",
          "SPC",
          "SPACE",
          "STE",
          "SUITE",
          "UNIT");

  // only these: a rarer one is too like the names that streets without a suffix have
  private static final List<String> OFTEN_MISSPELT =
      List.of("STREET", "AVENUE", "BOULEVARD", "HIGHWAY", "PARKWAY", "TERRACE");

  private static final Map<String, String> SUFFIXES = suffixes();

  /**
   * Takes a line apart.
   *
   * @return empty when it is no street: nothing is left of it, or it is a box at a post office
   */
  static Optional<Street> of(String line) {
    List<String> words = new ArrayList<>(List.of(Words.standard(line).split(" ")));
    if (words.getFirst().isEmpty() || isBox(words)) {
      return Optional.empty();
    }
    String unit = takeUnit(words);
    String before = "";
    String after = "";
    String suffix = "";
    boolean corrected = false;
    if (words.size() > 2 && DIRECTIONS.containsKey(words.getLast())) {
      after = DIRECTIONS.get(words.removeLast());
    }
    if (words.size() > 1) {
      String last = words.getLast();
      Optional<String> known = Optional.ofNullable(SUFFIXES.get(last));
      corrected = known.isEmpty() && near(last).isPresent();
      suffix = known.or(() -> near(last)).orElse("");
      if (!suffix.isEmpty()) {
        words.removeLast();
      }
    }
    if (words.size() > 1 && DIRECTIONS.containsKey(words.getFirst())) {
      before = DIRECTIONS.get(words.removeFirst());
    }
    if (words.stream().noneMatch(word -> word.matches(".*[A-Z0-9].*"))) {
      return Optional.empty();
    }
    return Optional.of(new Street(before, String.join(" ", words), suffix, after, corrected, unit));
  }

  private static boolean isBox(List<String> words) {
    String line = String.join(" ", words);
    return line.matches("(P ?O|POST OFFICE) BOX( .*)?|(RR|HC|PSC|CMR|UNIT) \\d+ BOX .*");
  }

  /** A unit is a word of the table with something before it and not more than a name behind it. */
  private static String takeUnit(List<String> words) {
    for (int i = 1; i < words.size(); i++) {
      boolean isUnit = UNITS.contains(words.get(i)) && words.size() - i <= 3;
      // "Floor St" and "Building Ln" are streets: their suffix ends the line
      boolean isName = words.size() - i >= 2 && SUFFIXES.containsKey(words.getLast());
      if (isUnit && !isName) {
        List<String> tail = words.subList(i, words.size());
        String unit = String.join(" ", tail);
        tail.clear();
        return unit;
      }
    }
    return "";
  }

  private static Optional<String> near(String word) {
    return OFTEN_MISSPELT.stream()
        .filter(suffix -> Words.areNear(word, suffix))
        .findFirst()
        .map(SUFFIXES::get);
  }

  private static Map<String, String> suffixes() {
    Map<String, String> suffixes = new HashMap<>();
    for (String line : Words.table("street-suffixes.txt")) {
      String[] words = line.split(" ");
      for (String word : words) {
        suffixes.putIfAbsent(word, words[1]);
      }
    }
    return suffixes;
  }
}
