package org.carillon.core.access.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text of a policy that a value is compared with: wildcards {@code *} and {@code ?}, and
 * variables such as {@code ${aws:username}} ("IAM policy elements: variables and tags"). What a
 * variable stands for is taken literally: a wildcard in it is a character like any other.
 * Immutable.
 */
final class PolicyText {

  /** No character has these codes. */
  private static final int ANY = -1;

  private static final int ONE = -2;

  private sealed interface Piece {}

  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  private record Symbols(int[] codes) implements Piece {}

  private record Variable(String key, Optional<String> otherwise) implements Piece {}

  private final List<Piece> pieces;
  private final int[] fixed; // the whole, when there are no variables

  private PolicyText(List<Piece> pieces) {
    this.pieces = pieces;
    this.fixed =
        pieces.stream().allMatch(Symbols.class::isInstance)
            ? resolve(pieces, RequestContext.builder().build()).orElseThrow()
            : null;
  }

  /**
   * Reads a text.
   *
   * @param wildcards whether {@code *} and {@code ?} are wildcards
   * @param variables whether {@code ${...}} is a variable: policies of version 2012-10-17 have them
   * @throws IllegalArgumentException for a variable that does not end or has no name
   */
  static PolicyText of(String text, boolean wildcards, boolean variables) {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = variables ? text.indexOf("${", at) : -1;
      int end = open < 0 ? text.length() : open;
      if (end > at) {
        pieces.add(symbols(text.substring(at, end), wildcards));
      }
      at = end;
      if (open >= 0) {
        int close = text.indexOf('}', open);
        if (close < 0) {
          throw new IllegalArgumentException("the variable that starts with ${ has no }");
        }
        pieces.add(variable(text.substring(open + 2, close)));
        at = close + 1;
      }
    }
    return new PolicyText(List.copyOf(pieces));
  }

  private static Symbols symbols(String text, boolean wildcards) {
    return new Symbols(
        text.codePoints()
            .map(c -> wildcards && c == '*' ? ANY : wildcards && c == '?' ? ONE : c)
            .toArray());
  }

  private static Piece variable(String inside) {
    if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
      return symbols(inside, false); // how a policy writes these characters themselves
    }
    int comma = inside.indexOf(',');
    String key = (comma < 0 ? inside : inside.substring(0, comma)).strip();
    if (key.isEmpty()) {
      throw new IllegalArgumentException("a variable has a name: ${aws:username}");
    }
    if (comma < 0) {
      return new Variable(key, Optional.empty());
    }
    String otherwise = inside.substring(comma + 1).strip();
    if (otherwise.length() < 2 || !otherwise.startsWith("'") || !otherwise.endsWith("'")) {
      throw new IllegalArgumentException(
          "a variable's default stands in single quotes: ${aws:username, 'nobody'}");
    }
    return new Variable(key, Optional.of(otherwise.substring(1, otherwise.length() - 1)));
  }

  /** Whether a value is this text; never when a variable of it has no value. */
  boolean matches(String value, RequestContext context, boolean ignoreCase) {
    int[] pattern = fixed != null ? fixed : resolve(pieces, context).orElse(null);
    return pattern != null && matches(pattern, value.codePoints().toArray(), ignoreCase);
  }

  private static Optional<int[]> resolve(List<Piece> pieces, RequestContext context) {
    List<int[]> parts = new ArrayList<>(pieces.size());
    int length = 0;
    for (Piece piece : pieces) {
      int[] codes;
      switch (piece) {
        case Symbols symbols -> codes = symbols.codes();
        case Variable variable -> {
          Optional<String> value = context.single(variable.key()).or(variable::otherwise);
          if (value.isEmpty()) {
            return Optional.empty();
          }
          codes = value.get().codePoints().toArray();
        }
      }
      parts.add(codes);
      length += codes.length;
    }
    int[] whole = new int[length];
    int at = 0;
    for (int[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return Optional.of(whole);
  }

  /** Goes back to the last {@code *} only, so a hostile pattern costs no more than the product. */
  private static boolean matches(int[] pattern, int[] value, boolean ignoreCase) {
    int p = 0;
    int v = 0;
    int star = -1;
    int resume = 0;
    while (v < value.length) {
      if (p < pattern.length && pattern[p] == ANY) {
        star = p++;
        resume = v;
      } else if (p < pattern.length && same(pattern[p], value[v], ignoreCase)) {
        p++;
        v++;
      } else if (star >= 0) {
        p = star + 1;
        v = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == ANY) {
      p++;
    }
    return p == pattern.length;
  }

  private static boolean same(int pattern, int c, boolean ignoreCase) {
    return pattern == ONE
        || pattern == c
        || (ignoreCase
            && pattern >= 0
            && Character.toLowerCase(Character.toUpperCase(pattern))
                == Character.toLowerCase(Character.toUpperCase(c)));
  }
}
