package org.carillon.core.calls;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code InputDigitsRegex}: a regular expression of the function's that digits must match as a
 * whole. Bounded: at most {@value #MAX_LENGTH} characters, and a match that needs more than a fixed
 * number of steps is no match, so that no expression can hold up a call.
 */
public final class DigitsRegex {

  /** Longest expression, in characters; ours. */
  public static final int MAX_LENGTH = 1000;

  private static final int MAX_STEPS = 100_000;

  private final Pattern pattern;

  private DigitsRegex(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @throws IllegalArgumentException when it is no regular expression, or too long
   */
  public static DigitsRegex of(String regex) {
    if (regex.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("at most " + MAX_LENGTH + " characters");
    }
    try {
      return new DigitsRegex(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getDescription(), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("nested too deep", e);
    }
  }

  /** Whether these digits match as a whole. */
  public boolean matches(String digits) {
    try {
      return pattern.matcher(new Counted(digits, 0, digits.length(), new Steps())).matches();
    } catch (TooManySteps | StackOverflowError _) {
      return false;
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("too many steps", null, false, false);
    }
  }

  /** How often digits were looked at in one match, on one thread. */
  private static final class Steps {
    private int taken;

    void take() {
      if (++taken > MAX_STEPS) {
        throw new TooManySteps();
      }
    }
  }

  /** Digits that count how often they are looked at. */
  private record Counted(String text, int from, int to, Steps steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      steps.take();
      return text.charAt(from + index);
    }

    @Override
    public int length() {
      return to - from;
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text, from + start, from + end, steps);
    }

    @Override
    public String toString() {
      return text.substring(from, to);
    }
  }
}
