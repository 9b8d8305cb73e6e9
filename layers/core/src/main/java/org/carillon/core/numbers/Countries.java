package org.carillon.core.numbers;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Optional;

/**
 * The country of a number, by libphonenumber's tables: the one place that says it, for calling
 * plans, carriers, records and ordering (N1, V2, O1).
 */
public final class Countries {

  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
  private static final int LONGEST_CALLING_CODE = 3;

  /** What libphonenumber calls numbers of no country, such as +800 and +882. */
  private static final String NO_COUNTRY = "001";

  private Countries() {}

  /**
   * A number that fits no country's numbering plan is of the country that its calling code is named
   * after: a caller who mistypes a number has not dialled another country.
   *
   * @param number an E.164 number; anything else has no country
   * @return ISO 3166-1 alpha-2
   */
  public static Optional<String> of(String number) {
    if (!E164.isNumber(number)) {
      return Optional.empty();
    }
    for (int length = 1; length <= LONGEST_CALLING_CODE && number.length() > length + 1; length++) {
      int code = Integer.parseInt(number, 1, 1 + length, 10);
      List<String> regions = NUMBERS.getRegionCodesForCountryCode(code);
      if (!regions.isEmpty()) { // no calling code begins with another
        String region = regions.size() == 1 ? regions.getFirst() : shared(code, number, length);
        return Optional.of(region).filter(found -> !found.equals(NO_COUNTRY));
      }
    }
    return Optional.empty();
  }

  private static String shared(int code, String number, int length) {
    // not parsed from text: that is ten times slower, and this is asked for lists of millions
    PhoneNumber parsed = new PhoneNumber().setCountryCode(code);
    int first = 1 + length;
    int zeros = 0;
    while (first + zeros < number.length() - 1 && number.charAt(first + zeros) == '0') {
      zeros++;
    }
    if (zeros > 0) {
      parsed.setItalianLeadingZero(true).setNumberOfLeadingZeros(zeros);
    }
    parsed.setNationalNumber(Long.parseLong(number, first, number.length(), 10));
    String region = NUMBERS.getRegionCodeForNumber(parsed);
    return region == null ? NUMBERS.getRegionCodeForCountryCode(code) : region;
  }
}
