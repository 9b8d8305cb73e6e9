package org.carillon.media.ivr.digits;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What ReceiveDigits registers on a leg: keys are gathered and told once they match (protocol facts
 * 1.5).
 *
 * <p>A match is told at once when no further key could make another one; else when no key follows
 * for a time. What does not match by then is dropped, and so is what is still there so long after
 * its first key. Time comes from outside, in nanoseconds of one clock. For one thread.
 */
public final class DigitWatch {
  private static final String KEYS = "0123456789*#ABCD";
  private static final int MOST_DIGITS = 128;

  private final Predicate<String> matches;
  private final Duration betweenDigits;
  private final Duration flushAfter;
  private final Consumer<String> onMatch;
  private final StringBuilder digits = new StringBuilder();
  private long next;
  private long flush;

  /**
   * @param matches whether gathered digits match as a whole
   * @param betweenDigits how long the next key is waited for
   * @param flushAfter how long after the first key all is dropped
   * @param onMatch takes the whole match
   */
  public DigitWatch(
      Predicate<String> matches,
      Duration betweenDigits,
      Duration flushAfter,
      Consumer<String> onMatch) {
    this.matches = matches;
    this.betweenDigits = betweenDigits;
    this.flushAfter = flushAfter;
    this.onMatch = onMatch;
  }

  /** A key was pressed. */
  public void pressed(long now, char digit) {
    passed(now);
    if (digits.isEmpty()) {
      flush = now + flushAfter.toNanos();
    }
    digits.append(digit);
    next = now + betweenDigits.toNanos();
    String all = digits.toString();
    if (matches.test(all) && !mayGrow(all)) {
      tell(all);
    } else if (all.length() >= MOST_DIGITS) {
      digits.setLength(0);
    }
  }

  private boolean mayGrow(String all) {
    return KEYS.chars().anyMatch(key -> matches.test(all + (char) key));
  }

  /** When {@link #passed} wants to be called, if no key comes before. */
  public OptionalLong deadline() {
    return digits.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(next - flush < 0 ? next : flush);
  }

  /** Time went by. */
  public void passed(long now) {
    OptionalLong due = deadline();
    if (due.isPresent() && now - due.getAsLong() >= 0) {
      String all = digits.toString();
      if (matches.test(all)) {
        tell(all);
      } else {
        digits.setLength(0);
      }
    }
  }

  private void tell(String all) {
    digits.setLength(0);
    onMatch.accept(all);
  }
}
