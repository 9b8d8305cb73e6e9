package org.carillon.core.calls;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carillon.core.records.CallFact.CallEnded;

/** Which calls that are over were refused by ourselves, so that nobody was called (N12). */
public final class NobodyCalled {

  /** What a target answered, as records have it: {@code 486 Busy Here}. */
  private static final Pattern OF_TARGET = Pattern.compile("\\d{3} ");

  private static final int LOWEST_REFUSAL = 400;

  private NobodyCalled() {}

  /**
   * Whether the end of a call says so: it was never answered, its status is that of a refusal, and
   * the words are neither a target's nor those for a call that somebody gave up.
   */
  public static boolean saysEnd(CallEnded ended) {
    return ended.answeredAt().isEmpty()
        && ended.sipStatus() >= LOWEST_REFUSAL
        && !OF_TARGET.matcher(ended.reason()).lookingAt()
        && !wasGivenUp(ended.reason());
  }

  private static boolean wasGivenUp(String reason) {
    return Stream.of(HangupCause.values())
        .filter(cause -> cause != HangupCause.NO_COMMON_CODEC)
        .anyMatch(cause -> cause.reason(false).equals(reason));
  }
}
