package org.carillon.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A made-up number list, in the order of its numbers as carriers give them: 1 of 50 numbers is
 * toll-free, the others are spread over all area codes, with five area codes a state and four
 * cities an area code.
 */
final class NumberList {
  static final List<String> TOLL_FREE = List.of("800", "833", "844", "855", "866", "877", "888");

  private static final int AREAS_PER_STATE = 5;
  private static final int FIRST_EXCHANGE = 200;

  private NumberList() {}

  /** The area codes in use. */
  static List<String> areas() {
    List<String> areas = new ArrayList<>();
    for (int area = 201; area <= 979; area++) {
      boolean service = area % 100 == 11;
      if (!service && area % 2 == 1 && !TOLL_FREE.contains(Integer.toString(area))) {
        areas.add(Integer.toString(area));
      }
    }
    return areas;
  }

  /** The state of an area code, by its place in {@link #areas}: AA, AB and so on. */
  static String state(int area) {
    int state = area / AREAS_PER_STATE;
    return "" + (char) ('A' + state / 26) + (char) ('A' + state % 26);
  }

  /** One of the four cities of an area code. */
  static String city(int area, int which) {
    return "City " + area + " " + "ABCD".charAt(which);
  }

  /** Writes a list of so many rows. */
  static void write(Path file, long rows) throws IOException {
    Files.createDirectories(file.getParent());
    List<String> areas = areas();
    long tollFree = rows / 50;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("e164,country,type,state,city\n");
      long local = rows - tollFree;
      for (int area = 0; area < areas.size(); area++) {
        long count = local / areas.size() + (area < local % areas.size() ? 1 : 0);
        for (int i = 0; i < count; i++) {
          out.write("+1" + areas.get(area) + line(i) + ",US,Local," + state(area) + ',');
          out.write(city(area, i / 100 % 4) + '\n');
        }
      }
      for (int prefix = 0; prefix < TOLL_FREE.size(); prefix++) {
        long count = tollFree / TOLL_FREE.size() + (prefix < tollFree % TOLL_FREE.size() ? 1 : 0);
        for (int i = 0; i < count; i++) {
          out.write("+1" + TOLL_FREE.get(prefix) + line(i) + ",US,TollFree,,\n");
        }
      }
    }
  }

  private static String line(int i) {
    return Integer.toString(FIRST_EXCHANGE * 10_000 + i);
  }
}
