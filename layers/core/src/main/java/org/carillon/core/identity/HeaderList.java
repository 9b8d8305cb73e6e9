package org.carillon.core.identity;

import java.util.ArrayList;
import java.util.List;

/** A header field with several values and commas between them (RFC 3261 section 7.3.1). */
public final class HeaderList {

  private HeaderList() {}

  /** The values, in their order; a comma in quotes or in angle brackets is part of its value. */
  public static List<String> values(String field) {
    List<String> values = new ArrayList<>();
    boolean quoted = false;
    boolean bracketed = false;
    int start = 0;
    int i = 0;
    while (i < field.length()) {
      char c = field.charAt(i);
      if (quoted && c == '\\') {
        i++; // whatever follows is no end
      } else if (c == '"' && !bracketed) {
        quoted = !quoted;
      } else if (!quoted && c == '<') {
        bracketed = true;
      } else if (!quoted && c == '>') {
        bracketed = false;
      } else if (!quoted && !bracketed && c == ',') {
        values.add(field.substring(start, i).strip());
        start = i + 1;
      }
      i++;
    }
    values.add(field.substring(start).strip());
    values.removeIf(String::isEmpty);
    return values;
  }
}
