package org.carillon.core.numbers;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * A row of a carrier's number list: consecutive numbers of one kind and place.
 *
 * @param country two letters
 * @param first the first number, E.164
 * @param last the last number, as long as the first
 * @param state two letters in the US, empty elsewhere
 * @param city as people write it; may be empty
 */
public record NumberRange(
    String country, PhoneNumberType type, String first, String last, String state, String city) {

  /** Most numbers in one row. */
  public static final int MAX_NUMBERS = 1_000_000;

  public NumberRange {
    if (!country.matches("[A-Z]{2}")) {
      throw new IllegalArgumentException("not a country of two capital letters: " + country);
    }
    if (type == PhoneNumberType.UNKNOWN_TO_SDK_VERSION) {
      throw new IllegalArgumentException("the type is Local or TollFree: " + first);
    }
    if (!E164.isNumber(first) || !E164.isNumber(last) || first.length() != last.length()) {
      throw new IllegalArgumentException("not a range of E.164 numbers: " + first + " to " + last);
    }
    long count = Long.parseLong(last.substring(1)) - Long.parseLong(first.substring(1)) + 1;
    if (count < 1 || count > MAX_NUMBERS) {
      throw new IllegalArgumentException(
          "a range holds 1 to " + MAX_NUMBERS + " numbers: " + first + " to " + last);
    }
  }

  /**
   * Reads the lines of a number list: {@code country,type,first,last,state,city}. Empty lines and
   * lines that start with {@code #} do not count.
   *
   * @throws IllegalArgumentException naming the line and what is wrong with it
   */
  public static List<NumberRange> read(List<String> lines) {
    List<NumberRange> ranges = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] fields = line.split(",", -1);
        if (fields.length != 6) {
          throw new IllegalArgumentException(
              "line " + (i + 1) + ": six fields expected, country,type,first,last,state,city");
        }
        try {
          ranges.add(
              new NumberRange(
                  fields[0],
                  PhoneNumberType.fromValue(fields[1]),
                  fields[2],
                  fields[3],
                  fields[4],
                  fields[5]));
        } catch (IllegalArgumentException wrong) {
          throw new IllegalArgumentException("line " + (i + 1) + ": " + wrong.getMessage(), wrong);
        }
      }
    }
    return ranges;
  }

  /** Its numbers. */
  List<ListedNumber> numbers() {
    long from = Long.parseLong(first.substring(1));
    long to = Long.parseLong(last.substring(1));
    List<ListedNumber> numbers = new ArrayList<>();
    for (long number = from; number <= to; number++) {
      numbers.add(new ListedNumber("+" + number, country, type, state, city));
    }
    return numbers;
  }
}
