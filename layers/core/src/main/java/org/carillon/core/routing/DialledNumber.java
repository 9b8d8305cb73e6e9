package org.carillon.core.routing;

import java.util.Optional;
import org.carillon.core.numbers.E164;

/** Telephone numbers in the user parts of SIP URIs (RFC 3261 section 19.1.6, RFC 3966). */
final class DialledNumber {

  private static final int MAX_USER_PART = 128;

  private DialledNumber() {}

  /** The E.164 number in a user part, {@link #plain}; empty when it is none. */
  static Optional<String> parse(String userPart) {
    if (userPart.length() > MAX_USER_PART) {
      return Optional.empty();
    }
    String plain = plain(userPart);
    return E164.isNumber(plain) ? Optional.of(plain) : Optional.empty();
  }

  /** A user part without parameters and visual separators (RFC 3966 section 5.1.1). */
  static String plain(String userPart) {
    int parameters = userPart.indexOf(';');
    String number = parameters < 0 ? userPart : userPart.substring(0, parameters);
    return number.replaceAll("[-.()]", "");
  }
}
