package org.carillon.contract;

import java.util.regex.Pattern;

/**
 * A model's pattern, matched against a whole value with a bound on the work. Some of the models'
 * patterns (such as {@code .*\S.*}) take time that grows with the square of a hostile value's
 * length; a value that costs more than {@value #STEPS_PER_CHARACTER} steps a character does not
 * match. The pattern is compiled when it is first asked.
 */
final class WholePattern {

  /** Valid values of the models' patterns need fewer than ten. */
  static final int STEPS_PER_CHARACTER = 100;

  private final String text;
  private volatile Pattern compiled;

  WholePattern(String text) {
    this.text = text;
  }

  /** The pattern as the model has it. */
  String text() {
    return text;
  }

  boolean matches(String value) {
    Pattern pattern = compiled;
    if (pattern == null) {
      pattern = Pattern.compile(text);
      compiled = pattern; // a race compiles twice and harms nobody
    }
    try {
      return pattern.matcher(new Metered(value)).matches();
    } catch (TooManySteps costly) {
      return false;
    }
  }

  /** Counts the characters that a matcher looks at. Used by one thread. */
  private static final class Metered implements CharSequence {

    private final String value;
    private long stepsLeft;

    Metered(String value) {
      this.value = value;
      this.stepsLeft = 1000L + (long) STEPS_PER_CHARACTER * value.length();
    }

    @Override
    public char charAt(int index) {
      if (--stepsLeft < 0) {
        throw new TooManySteps();
      }
      return value.charAt(index);
    }

    @Override
    public int length() {
      return value.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return value.subSequence(start, end);
    }

    @Override
    public String toString() {
      return value;
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("pattern takes too many steps", null, false, false);
    }
  }
}
