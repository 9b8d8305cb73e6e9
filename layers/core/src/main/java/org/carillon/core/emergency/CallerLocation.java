package org.carillon.core.emergency;

import java.util.Optional;
import org.carillon.core.addresses.UsReference;
import org.carillon.core.addresses.ValidatedAddresses;
import org.carillon.core.ports.AddressValidator.Entered;
import org.carillon.core.ports.PortUnavailableException;

/**
 * What is known of where a caller to emergency services is (E3).
 *
 * @param status how good it is
 * @param document the location object to hand on; empty unless it could be read
 * @param line the place in one line, for people; empty when there is none
 */
public record CallerLocation(Status status, Optional<String> document, String line) {

  /** How good a location is. The call goes out with any of them. */
  public enum Status {
    /** A civic address that was validated before (E1). */
    VALIDATED,
    /** A civic address that nobody validated, or that is not in the US. */
    NOT_VALIDATED,
    /** A point, without a civic address. */
    POINT_ONLY,
    /** The call carries a location object that cannot be read. */
    BROKEN,
    /** The call carries no location. */
    MISSING
  }

  /**
   * The location in a call.
   *
   * @param document the PIDF-LO document of the INVITE's body
   * @param addresses the account's validated addresses; when they cannot be read the address counts
   *     as not validated
   */
  public static CallerLocation of(Optional<String> document, ValidatedAddresses addresses) {
    if (document.isEmpty()) {
      return new CallerLocation(Status.MISSING, Optional.empty(), "");
    }
    return PidfLo.parse(document.get())
        .map(found -> of(document.get(), found, addresses))
        .orElseGet(() -> new CallerLocation(Status.BROKEN, Optional.empty(), ""));
  }

  private static CallerLocation of(String text, PidfLo found, ValidatedAddresses addresses) {
    if (found.civic().isEmpty()) {
      return new CallerLocation(Status.POINT_ONLY, Optional.of(text), found.point().orElse(""));
    }
    CivicLocation civic = found.civic().get();
    boolean validated = civic.entered().filter(entered -> isKnown(entered, addresses)).isPresent();
    return new CallerLocation(
        validated ? Status.VALIDATED : Status.NOT_VALIDATED, Optional.of(text), civic.line());
  }

  /** Spelt as it was validated, or so that validation would correct it to that. */
  private static boolean isKnown(Entered entered, ValidatedAddresses addresses) {
    try {
      return UsReference.standard(entered).filter(addresses::isValidated).isPresent()
          || new UsReference()
              .validate(entered)
              .address()
              .filter(addresses::isValidated)
              .isPresent();
    } catch (PortUnavailableException away) {
      return false;
    }
  }
}
