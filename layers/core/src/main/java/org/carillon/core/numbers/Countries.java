package org.carillon.core.numbers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The country of a number, from the table in {@code countries.txt}. */
public final class Countries {

  private static final String TABLE = "countries.txt";
  private static final int LONGEST_PREFIX = 4;
  private static final Map<String, String> BY_PREFIX = read();

  private Countries() {}

  /**
   * @param number an E.164 number; anything else has no country
   * @return ISO 3166-1 alpha-2
   */
  public static Optional<String> of(String number) {
    if (!E164.isNumber(number)) {
      return Optional.empty();
    }
    for (int length = LONGEST_PREFIX; length >= 1; length--) {
      if (number.length() > length) {
        String country = BY_PREFIX.get(number.substring(1, 1 + length));
        if (country != null) {
          return Optional.of(country);
        }
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> read() {
    try (InputStream table = Countries.class.getResourceAsStream(TABLE)) {
      Map<String, String> countries = new HashMap<>();
      new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> add(countries, line.split(" ")));
      return countries;
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + TABLE + " cannot be read", e);
    }
  }

  private static void add(Map<String, String> countries, String[] line) {
    for (int i = 1; i < line.length; i++) {
      countries.put(line[i], line[0]);
    }
  }
}
