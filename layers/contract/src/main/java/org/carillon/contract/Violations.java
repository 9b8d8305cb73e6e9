package org.carillon.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that is wrong with one request, to be told at once. A violation names the member and
 * the rule, never the value: that may be sensitive. Used by one thread.
 */
final class Violations {

  /** How many are told; the rest is counted. */
  static final int MAX_TOLD = 50;

  private final List<String> told = new ArrayList<>();
  private int count;

  void add(String path, String rule) {
    count++;
    if (told.size() < MAX_TOLD) {
      told.add(path + " " + rule);
    }
  }

  void throwIfAny() {
    if (count > 0) {
      String more = count > told.size() ? "; and " + (count - told.size()) + " more" : "";
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          count
              + (count == 1 ? " validation error: " : " validation errors: ")
              + String.join("; ", told)
              + more);
    }
  }
}
