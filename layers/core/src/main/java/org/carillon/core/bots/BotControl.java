package org.carillon.core.bots;

/**
 * "What does the bot say next?" Asked by the media node, which speaks to the caller and listens.
 * One turn at a time for a conversation, each with the session that the turn before gave.
 */
@FunctionalInterface
public interface BotControl {

  /**
   * Tells the bot what the caller did and returns what to do. Blocks its caller, a virtual thread,
   * while the bot thinks.
   */
  BotTurn turn(BotSession session, BotInput input);
}
