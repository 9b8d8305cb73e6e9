package org.carillon.core.carriers;

import java.util.ArrayList;
import java.util.List;

/** One line of a CSV file (RFC 4180), but for line breaks inside quotes, which no row may have. */
final class CsvLine {

  private CsvLine() {}

  /**
   * The fields of a line.
   *
   * @throws IllegalArgumentException when quotes are not closed or stand inside a plain field
   */
  static List<String> fields(String line) {
    List<String> fields = new ArrayList<>(8);
    int at = 0;
    while (true) {
      if (at < line.length() && line.charAt(at) == '"') {
        StringBuilder field = new StringBuilder();
        at = quoted(line, at + 1, field);
        fields.add(field.toString());
        if (at == line.length()) {
          return fields;
        }
      } else {
        int comma = line.indexOf(',', at);
        String field = comma < 0 ? line.substring(at) : line.substring(at, comma);
        if (field.indexOf('"') >= 0) {
          throw new IllegalArgumentException("a quote inside a field that does not start with one");
        }
        fields.add(field.strip());
        if (comma < 0) {
          return fields;
        }
        at = comma;
      }
      at++; // the comma
    }
  }

  /** Reads up to the closing quote; answers where the comma behind it is, or the line's end. */
  private static int quoted(String line, int from, StringBuilder field) {
    int at = from;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (at < line.length() && line.charAt(at) == '"') {
        field.append('"');
        at++;
      } else if (at == line.length() || line.charAt(at) == ',') {
        return at;
      } else {
        throw new IllegalArgumentException("text behind a closing quote");
      }
    }
    throw new IllegalArgumentException("a quote that is not closed");
  }

  /** A field in quotes, on one line whatever it holds. */
  static String quote(String field) {
    String plain = field.replaceAll("\\p{Cntrl}", "?").replace("\"", "\"\"");
    return "\"" + plain + "\"";
  }
}
