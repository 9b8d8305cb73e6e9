package org.carillon.media.ivr.mary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts English text into the tokens that the synthesiser's later stages know: words, numbers with
 * their units, times, money, addresses of the net, punctuation.
 */
final class EnglishTokens {

  // the order says which reading wins
  private static final Pattern TOKEN =
      Pattern.compile(
          String.join(
              "|",
              "(?<net>https?://\\S+[\\w/]|www\\.\\S+[\\w/]|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)",
              // a telephone number: said digit by digit
              "(?<phone>\\+\\d(?:["
                  + " -]?\\d){6,}|\\d{3}-\\d{3}-\\d{4}|\\d{7,}|0\\d{2,})(?![\\w,.:/]\\d)",
              "(?<time>\\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[ap]\\.?m\\b\\.?)?)",
              "(?<number>[$£€]?\\d+(?:[.,/-]\\d+)*(?:%|(?:st|nd|rd|th|s)\\b)?)",
              "(?<initials>(?:\\p{L}\\.){2,})",
              "(?<word>\\p{L}[\\p{L}\\p{M}\\d]*(?:'\\p{L}+)*)",
              "(?<ellipsis>\\.{2,})",
              "(?<mark>\\S)"));

  private static final Set<String> WITH_DOT =
      Set.of(
          "dr", "mr", "mrs", "ms", "prof", "st", "jr", "sr", "vs", "etc", "inc", "ltd", "co",
          "corp", "no", "dept", "est", "ext", "tel", "approx", "ave", "blvd", "jan", "feb", "mar",
          "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed",
          "thu", "fri", "sat", "sun");

  // "no." and "sun." often simply end a sentence; these hardly ever do
  private static final Set<String> NEVER_LAST = Set.of("dr", "mr", "mrs", "ms", "prof", "vs");

  private EnglishTokens() {}

  /** The tokens of a text, in order. */
  static List<String> of(String text) {
    String plain = text.replace('\u2019', '\'').replace('\u2018', '\'');
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(plain);
    while (matcher.find()) {
      String token = matcher.group();
      if (matcher.group("phone") != null) {
        addDigits(token, tokens);
      } else if (matcher.group("time") != null) {
        tokens.add(token.replace(" ", ""));
      } else if (matcher.group("word") != null && dotBelongs(token, plain, matcher.end())) {
        tokens.add(token + ".");
        matcher.region(matcher.end() + 1, plain.length());
      } else if (matcher.group("mark") == null || isSpoken(token)) {
        tokens.add(token);
      }
    }
    return tokens;
  }

  /** Whether a token ends a sentence. */
  static boolean endsSentence(String token) {
    return token.length() == 1
        ? ".!?".contains(token)
        : !token.isEmpty() && token.chars().allMatch(c -> c == '.');
  }

  private static void addDigits(String token, List<String> tokens) {
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c == '+') {
        tokens.add("plus");
      } else if (c >= '0' && c <= '9') {
        tokens.add(String.valueOf(c));
      }
    }
  }

  private static boolean dotBelongs(String word, String text, int end) {
    if (end >= text.length() || text.charAt(end) != '.') {
      return false;
    }
    String lower = word.toLowerCase(Locale.ROOT);
    if (NEVER_LAST.contains(lower)) {
      return true;
    }
    // "St. Paul" and "J. Smith", but not "see the st." or "plan B."
    boolean goesOn =
        end + 2 < text.length()
            && text.charAt(end + 1) == ' '
            && Character.isLetterOrDigit(text.charAt(end + 2));
    boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
    return goesOn && Character.isUpperCase(word.charAt(0)) && (initial || WITH_DOT.contains(lower));
  }

  /** Marks that are read or make a pause; others are left out. */
  private static boolean isSpoken(String mark) {
    return ".,;:!?()\"%&@#+=<>/$£€".contains(mark);
  }
}
