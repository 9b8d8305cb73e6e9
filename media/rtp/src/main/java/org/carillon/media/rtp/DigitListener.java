package org.carillon.media.rtp;

/**
 * Hears the keys the other side presses (telephone-event, RFC 4733), each press once however many
 * packets carry it.
 *
 * <p>Called on the media thread: hand the digit on and return at once, never wait.
 */
@FunctionalInterface
public interface DigitListener {

  /**
   * A key went down.
   *
   * @param digit one of {@code 0-9 * # A-D}
   */
  void pressed(char digit);

  /**
   * The key came up again. Not called when the packets that say so were all lost.
   *
   * @param digit one of {@code 0-9 * # A-D}
   * @param milliseconds how long it was down
   */
  default void released(char digit, int milliseconds) {}
}
