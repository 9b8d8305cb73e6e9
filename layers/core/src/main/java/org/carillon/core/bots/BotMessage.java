package org.carillon.core.bots;

/**
 * Something to say to the caller.
 *
 * @param text at most 1,000 characters, what Speak takes
 * @param ssml whether the text is SSML
 */
public record BotMessage(String text, boolean ssml) {}
