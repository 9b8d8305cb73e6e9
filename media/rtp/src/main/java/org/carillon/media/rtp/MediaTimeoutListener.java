package org.carillon.media.rtp;

import java.time.Duration;

/**
 * Hears that nothing comes from the other side of a stream any more.
 *
 * <p>Called on the media thread: hand it on and return at once, never wait.
 */
@FunctionalInterface
public interface MediaTimeoutListener {

  /**
   * Neither RTP nor RTCP came for longer than asked for. Called once; again only after something
   * came in between.
   *
   * @param stream the quiet stream
   * @param quiet for how long
   */
  void timedOut(RtpStream stream, Duration quiet);
}
