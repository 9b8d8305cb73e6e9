package org.carillon.core.numbers;

import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * A number as a carrier's list has it (N1).
 *
 * @param country two letters
 * @param state two letters in the US, empty elsewhere or when not known
 * @param city as people write it, empty when not known
 */
public record ListedNumber(
    String e164, String country, PhoneNumberType type, String state, String city) {

  /** Most characters of a city's name. */
  public static final int MAX_CITY = 100;

  private static final int NANP_LENGTH = 12;
  private static final Set<String> TOLL_FREE =
      Set.of("800", "833", "844", "855", "866", "877", "888");

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException that says in a few words what is wrong
   */
  public ListedNumber {
    if (!E164.isNumber(e164)) {
      throw new IllegalArgumentException("e164 is not a number like +12065550100");
    }
    if (!isTwoCapitals(country)) {
      throw new IllegalArgumentException("country is not two capital letters");
    }
    if (type == PhoneNumberType.UNKNOWN_TO_SDK_VERSION) {
      throw new IllegalArgumentException("type is not Local or TollFree");
    }
    if (city.length() > MAX_CITY || city.indexOf('/') >= 0 || hasControl(city)) {
      throw new IllegalArgumentException(
          "city has more than " + MAX_CITY + " characters, a slash or a control character");
    }
    if (!state.isEmpty() && !isTwoCapitals(state)) {
      throw new IllegalArgumentException("state is not two capital letters");
    }
    if (country.equals("US")) {
      checkUnitedStates(e164, type, state);
    } else {
      checkCountry(e164, country);
    }
  }

  private static void checkUnitedStates(String e164, PhoneNumberType type, String state) {
    if (!isNorthAmerican(e164)) {
      throw new IllegalArgumentException("e164 is not a number of the North American plan");
    }
    boolean tollFree = TOLL_FREE.contains(e164.substring(2, 5));
    if (tollFree != (type == PhoneNumberType.TOLL_FREE)) {
      throw new IllegalArgumentException("type does not fit the area code");
    }
    if (tollFree && !state.isEmpty()) {
      throw new IllegalArgumentException("a toll-free number has no state");
    }
  }

  private static void checkCountry(String e164, String country) {
    // +1 is shared: its countries are told by area code, and toll-free numbers by none
    String found = Countries.of(e164).orElse(country);
    if (!found.equals(country) && !e164.startsWith("+1")) {
      throw new IllegalArgumentException("country does not fit the number, which is of " + found);
    }
  }

  private static boolean isTwoCapitals(String text) {
    return text.length() == 2 && isCapital(text.charAt(0)) && isCapital(text.charAt(1));
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  /**
   * Whether area code and exchange of an E.164 number start with 2 to 9, and its length is right.
   */
  private static boolean isNorthAmerican(String e164) {
    return e164.length() == NANP_LENGTH
        && e164.charAt(1) == '1'
        && e164.charAt(2) >= '2'
        && e164.charAt(5) >= '2';
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** The hundred numbers it stands among: all but its last two digits. */
  public String block() {
    return block(e164);
  }

  static String block(String e164) {
    return e164.substring(0, e164.length() - 2);
  }

  /**
   * The area it is searched in: three digits behind the country code in the North American plan
   * (area code or toll-free prefix), elsewhere the first digits of the number.
   */
  String area() {
    return area(e164);
  }

  static String area(String e164) {
    return e164.startsWith("+1")
        ? e164.substring(2, Math.min(5, e164.length()))
        : e164.substring(1, Math.min(5, e164.length()));
  }

  /** A city as search compares it. */
  static String cityKey(String city) {
    return city.strip().toUpperCase(Locale.ROOT);
  }
}
