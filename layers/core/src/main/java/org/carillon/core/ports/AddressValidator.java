package org.carillon.core.ports;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says whether a civic address of the US is one that emergency services can find (E1). Safe for use
 * by many threads.
 */
@FunctionalInterface
public interface AddressValidator {

  /**
   * Checks an address.
   *
   * @throws PortUnavailableException when whoever knows addresses cannot be asked
   */
  Outcome validate(Entered entered);

  /**
   * Somebody who knows addresses better than the tables that come with Carillon, found by {@link
   * java.util.ServiceLoader}, for operators who ask for it.
   */
  interface Provider {
    /**
     * The validator that the process's environment asks for.
     *
     * @param environment its environment variables
     * @return empty when it asks for none of this provider's
     * @throws IllegalStateException when it asks for something that cannot be; it names the
     *     variable
     */
    Optional<AddressValidator> from(Map<String, String> environment);
  }

  /**
   * An address as a person wrote it; no part is empty.
   *
   * @param streetInfo the street with its directions and its suffix, such as {@code 8th Avenue N}
   * @param state two letters, or the name
   * @param postalCode five digits, or nine with or without a hyphen
   */
  record Entered(
      String streetNumber, String streetInfo, String city, String state, String postalCode) {}

  /**
   * A building's address in the standard form of the US mail: capital letters, standard
   * abbreviations. Parts it does not have are empty.
   */
  record Civic(
      String streetNumber,
      String preDirectional,
      String streetName,
      String streetSuffix,
      String postDirectional,
      String city,
      String state,
      String postalCode,
      String postalCodePlus4) {

    /** The street in one line, such as {@code N 8TH AVE}. */
    public String streetInfo() {
      return Stream.of(preDirectional, streetName, streetSuffix, postDirectional)
          .filter(part -> !part.isEmpty())
          .collect(Collectors.joining(" "));
    }
  }

  /** What was found. */
  enum Verdict {
    /** It is right as it was written, but for spelling in full and capital letters. */
    VALID,
    /** It is right after a small correction. */
    CORRECTED,
    /** It is not right; candidates may show what was meant. */
    INVALID
  }

  /**
   * The answer.
   *
   * @param address the address in standard form, unless it is invalid
   * @param candidates what may have been meant, when it is invalid; may be none
   */
  record Outcome(Verdict verdict, Optional<Civic> address, List<Civic> candidates) {}
}
