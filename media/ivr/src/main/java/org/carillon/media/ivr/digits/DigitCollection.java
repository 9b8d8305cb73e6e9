package org.carillon.media.ivr.digits;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiPredicate;

/**
 * One PlayAudioAndGetDigits or SpeakAndGetDigits: prompts and keys become digits, or a failure
 * after the last attempt (protocol facts 1.5).
 *
 * <p>The first key stops the prompt. An attempt ends with a terminator, with the most digits, when
 * no key follows for a time, or when none comes for a time after the prompt. A bad one is followed
 * by the failure prompt, and that by the prompt again; a key in the failure prompt begins the next
 * attempt at once.
 *
 * <p>Time comes from outside, in nanoseconds of one clock. For one thread.
 */
public final class DigitCollection {

  /** Does what the collection wants; may call it back at once. */
  public interface Outlet {
    /** Play the prompt; then tell {@link #promptEnded}. */
    void prompt();

    /** Play the failure prompt, if there is one; then tell {@link #promptEnded}. */
    void failurePrompt();

    /** Stop what plays; its end is not told. */
    void quiet();

    /** These are the digits, without their terminator. */
    void collected(String digits);

    /** No attempt brought good digits. */
    void failed();
  }

  /**
   * What is waited for.
   *
   * @param max most digits, at least 1
   * @param terminators keys that end an attempt
   * @param betweenDigits how long the next key is waited for
   * @param timeout how long the first key is waited for after the prompt
   * @param attempts at least 1
   * @param accepts whether digits are good, and the terminator that ended them, if one did
   */
  public record Rules(
      int max,
      String terminators,
      Duration betweenDigits,
      Duration timeout,
      int attempts,
      BiPredicate<String, Optional<Character>> accepts) {}

  private enum State {
    PROMPT,
    FAILURE_PROMPT,
    LISTENING,
    OVER
  }

  private final Rules rules;
  private final Outlet outlet;
  private final StringBuilder digits = new StringBuilder();
  private State state = State.OVER;
  private int attempt;
  private OptionalLong deadline = OptionalLong.empty();

  /** A collection that has not begun. */
  public DigitCollection(Rules rules, Outlet outlet) {
    this.rules = rules;
    this.outlet = outlet;
  }

  /** Begins the first attempt. */
  public void start() {
    nextAttempt();
    outlet.prompt();
  }

  /** When {@link #passed} wants to be called, if nothing happens before. */
  public OptionalLong deadline() {
    return deadline;
  }

  /** The prompt or the failure prompt was played to its end. */
  public void promptEnded(long now) {
    if (state == State.PROMPT) {
      state = State.LISTENING;
      deadline = OptionalLong.of(now + rules.timeout.toNanos());
    } else if (state == State.FAILURE_PROMPT) {
      if (isLast()) {
        state = State.OVER;
        outlet.failed();
      } else {
        nextAttempt();
        outlet.prompt();
      }
    }
  }

  /** A key was pressed. */
  public void pressed(long now, char digit) {
    if (state == State.OVER || (state == State.FAILURE_PROMPT && isLast())) {
      return;
    }
    if (state == State.FAILURE_PROMPT) {
      nextAttempt();
    }
    if (state == State.PROMPT) {
      outlet.quiet();
      state = State.LISTENING;
    }
    if (rules.terminators.indexOf(digit) >= 0) {
      ended(Optional.of(digit));
      return;
    }
    if (digits.length() < rules.max) {
      digits.append(digit);
    }
    if (digits.length() == rules.max && !wantsTerminator()) {
      ended(Optional.empty());
    } else {
      deadline = OptionalLong.of(now + rules.betweenDigits.toNanos());
    }
  }

  /** Time went by. */
  public void passed(long now) {
    if (state == State.LISTENING && deadline.isPresent() && now - deadline.getAsLong() >= 0) {
      ended(Optional.empty());
    }
  }

  /** An expression may have the terminator in it: then these digits are not yet bad without. */
  private boolean wantsTerminator() {
    String all = digits.toString();
    return !rules.accepts.test(all, Optional.empty())
        && rules
            .terminators
            .chars()
            .anyMatch(key -> rules.accepts.test(all, Optional.of((char) key)));
  }

  private void ended(Optional<Character> terminator) {
    deadline = OptionalLong.empty();
    String all = digits.toString();
    if (rules.accepts.test(all, terminator)) {
      state = State.OVER;
      outlet.collected(all);
    } else {
      state = State.FAILURE_PROMPT;
      outlet.failurePrompt();
    }
  }

  private boolean isLast() {
    return attempt == rules.attempts;
  }

  private void nextAttempt() {
    attempt++;
    digits.setLength(0);
    deadline = OptionalLong.empty();
    state = State.PROMPT;
  }
}
