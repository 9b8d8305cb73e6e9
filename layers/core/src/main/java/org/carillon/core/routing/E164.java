package org.carillon.core.routing;

import java.util.Optional;

/** Telephone numbers in SIP URIs (ITU-T E.164; RFC 3966 section 5.1.1 for visual separators). */
public final class E164 {

  /** Most digits of an international number, country code included (E.164 section 6.1). */
  private static final int MAX_DIGITS = 15;

  private static final int MAX_USER_PART = 128;

  private E164() {}

  /**
   * The number in a user part, {@code +} and 2 to 15 digits, with parameters and visual separators
   * taken away; empty when it is none.
   *
   * @param userPart the user part of a SIP or tel URI
   */
  public static Optional<String> parse(String userPart) {
    if (userPart.isEmpty() || userPart.length() > MAX_USER_PART || userPart.charAt(0) != '+') {
      return Optional.empty();
    }
    StringBuilder number = new StringBuilder(MAX_DIGITS + 1).append('+');
    for (int i = 1; i < userPart.length(); i++) {
      char c = userPart.charAt(i);
      if (c == ';') {
        break;
      }
      if (c >= '0' && c <= '9') {
        number.append(c);
      } else if ("-.()".indexOf(c) < 0) {
        return Optional.empty();
      }
    }
    boolean valid =
        number.length() >= 3 && number.length() <= MAX_DIGITS + 1 && number.charAt(1) != '0';
    return valid ? Optional.of(number.toString()) : Optional.empty();
  }
}
