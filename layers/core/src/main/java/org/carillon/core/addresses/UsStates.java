package org.carillon.core.addresses;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The states of the US, its capital's district and its territories. */
final class UsStates {

  private static final Map<String, String> BY_NAME =
      Words.table("us-states.txt").stream()
          .map(line -> line.split(" ", 2))
          .collect(Collectors.toUnmodifiableMap(words -> words[1], words -> words[0]));

  private UsStates() {}

  /** The two letters of a state, from them or from its name. */
  static Optional<String> of(String written) {
    String word = Words.standard(written);
    return BY_NAME.containsValue(word) ? Optional.of(word) : Optional.ofNullable(BY_NAME.get(word));
  }
}
