package org.carillon.core.routing;

import java.util.Optional;

/** The numbers of emergency services that a caller dials (E3). */
public enum EmergencyNumber {
  /** Emergency services. */
  EMERGENCY("911"),
  /** Reads the caller's address back: a test without an operator. */
  TEST("933");

  private final String digits;

  EmergencyNumber(String digits) {
    this.digits = digits;
  }

  /** As it goes to a carrier. */
  public String digits() {
    return digits;
  }

  /**
   * The emergency number in a user part, written as equipment writes it: {@code 911}, {@code
   * 9-1-1}, {@code +911}, {@code +1911}, {@code 911;phone-context=+1} (RFC 3966). No number of the
   * North American plan is as short, so none is taken for one.
   */
  public static Optional<EmergencyNumber> of(String userPart) {
    return switch (DialledNumber.plain(userPart)) {
      case "911", "+911", "+1911" -> Optional.of(EMERGENCY);
      case "933", "+933", "+1933" -> Optional.of(TEST);
      default -> Optional.empty();
    };
  }
}
