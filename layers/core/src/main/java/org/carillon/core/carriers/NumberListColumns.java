package org.carillon.core.carriers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.carillon.core.numbers.ListedNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;

/**
 * Which column of a number list says what. The first line names them, in any order: {@code e164},
 * {@code country} and {@code type} must be there, {@code state} and {@code city} may be; others are
 * not looked at.
 */
record NumberListColumns(List<String> names) {

  private static final List<String> NEEDED = List.of("e164", "country", "type");

  NumberListColumns {
    names = List.copyOf(names);
  }

  /**
   * Reads the first line.
   *
   * @throws IllegalArgumentException when a column is missing or there twice
   */
  static NumberListColumns of(String line) {
    List<String> names = new ArrayList<>();
    for (String name : CsvLine.fields(line)) {
      names.add(name.strip().toLowerCase(Locale.ROOT));
    }
    for (String needed : NEEDED) {
      if (names.stream().filter(needed::equals).count() != 1) {
        throw new IllegalArgumentException(
            "The first line must name the columns, each once, such as"
                + " e164,country,type,state,city. It has no "
                + needed
                + ", or two.");
      }
    }
    return new NumberListColumns(names);
  }

  /**
   * A row as a number.
   *
   * @throws IllegalArgumentException that says in a few words what is wrong
   */
  ListedNumber number(String line) {
    List<String> fields = CsvLine.fields(line);
    if (fields.size() != names.size()) {
      throw new IllegalArgumentException(
          fields.size() + " fields where the first line has " + names.size());
    }
    return new ListedNumber(
        field(fields, "e164"),
        field(fields, "country"),
        type(field(fields, "type")),
        field(fields, "state"),
        field(fields, "city"));
  }

  private static PhoneNumberType type(String text) {
    return switch (text) {
      case "Local" -> PhoneNumberType.LOCAL;
      case "TollFree" -> PhoneNumberType.TOLL_FREE;
      default -> PhoneNumberType.UNKNOWN_TO_SDK_VERSION;
    };
  }

  private String field(List<String> fields, String name) {
    int index = names.indexOf(name);
    return index < 0 ? "" : fields.get(index);
  }
}
