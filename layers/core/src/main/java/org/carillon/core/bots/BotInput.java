package org.carillon.core.bots;

/** What the caller did. */
public sealed interface BotInput {

  /** The conversation begins. */
  record Started() implements BotInput {}

  /**
   * Keys were pressed.
   *
   * @param digits of {@code 0-9}, without the key that ended them
   */
  record Digits(String digits) implements BotInput {}

  /** Nothing came in time. */
  record Nothing() implements BotInput {}
}
