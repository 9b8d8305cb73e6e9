package org.carillon.core.numbers;

import java.util.Optional;

/** Telephone numbers in the form of ITU-T E.164: a plus sign and up to 15 digits. */
public final class E164 {

  private static final int MIN_LENGTH = 3;
  private static final int MAX_LENGTH = 16;

  private E164() {}

  /** Whether this is one, plus sign included. */
  public static boolean isNumber(String text) {
    // by hand: this is asked for each row of lists of millions
    int length = text.length();
    if (length < MIN_LENGTH
        || length > MAX_LENGTH
        || text.charAt(0) != '+'
        || text.charAt(1) == '0') {
      return false;
    }
    for (int i = 1; i < length; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * The number that a client means. The API takes the plus sign as optional, and clients hand back
   * ids in the encoded form that the API shows ({@code %2B12065550100}).
   *
   * @return empty when it is not a number
   */
  public static Optional<String> of(String numberOrId) {
    String plain =
        numberOrId.regionMatches(true, 0, "%2B", 0, 3) ? numberOrId.substring(3) : numberOrId;
    String number = plain.startsWith("+") ? plain : "+" + plain;
    return isNumber(number) ? Optional.of(number) : Optional.empty();
  }

  /** The id of a number as the API shows it: the number, percent-encoded. */
  static String id(String e164) {
    return "%2B" + e164.substring(1);
  }
}
