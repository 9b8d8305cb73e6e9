package org.carillon.core.addresses;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Words of addresses: their standard form, how near two are, and the tables that hold them. */
final class Words {

  private Words() {}

  /** Capital letters, one space between words, no punctuation but hyphens and slashes. */
  static String standard(String text) {
    return text.toUpperCase(Locale.ROOT)
        .replaceAll("[.,']", "")
        .replaceAll("#", " # ")
        .strip()
        .replaceAll("\\s+", " ");
  }

  /** Whether one may be the other misspelt: one slip in five letters or more, two in eight. */
  static boolean areNear(String written, String right) {
    int allowed = right.length() < 5 ? 0 : right.length() < 8 ? 1 : 2;
    return Math.abs(written.length() - right.length()) <= allowed
        && distance(written, right) <= allowed;
  }

  /** Letters to change, add, leave out, or swap with their neighbour. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }

  /** The lines of a table of this package, without comments. */
  static List<String> table(String file) {
    try (InputStream resource = Words.class.getResourceAsStream(file);
        InputStream text = file.endsWith(".gz") ? new GZIPInputStream(resource) : resource) {
      return new String(text.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the resource " + file + " cannot be read", unreadable);
    }
  }
}
