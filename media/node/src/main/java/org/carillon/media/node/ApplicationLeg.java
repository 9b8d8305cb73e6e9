package org.carillon.media.node;

import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.MediaCommand;

/**
 * One leg of an application's call, as {@link ApplicationSession} sees it: LEG-A, that came in or
 * was placed, or LEG-B. Commands name their leg by its id. A leg tells its end with {@link
 * ApplicationSession#legEnded}, once; until then it counts as up. Owned by the session's SIP loop.
 */
interface ApplicationLeg {

  /** The leg's id, as the function knows it. */
  String callId();

  /** What the leg hears and says; closed by the session when the leg has ended. */
  LegAudio audio();

  /** Whether its peer is there: only then audio is heard. */
  boolean isAnswered();

  /**
   * Answers a leg that came in; done when it is answered. A leg that was placed is done at once.
   */
  void answer(CommandRunner.Done done);

  /** Ends the leg for the application: BYE, CANCEL or the final response. */
  void hangUp(MediaCommand.Hangup hangup);

  /** The node ends the leg: it is shutting down. */
  default void stop() {
    hangUp(new MediaCommand.Hangup(callId(), 0));
  }

  /** How the leg ends, decided before it does: what its record says. */
  void endsWith(CallEnd end);

  /** Whether the leg is to be heard without noise from now on: what its record counts. */
  void voiceFocusIs(boolean on);

  /** Another application has the call, after a failover. */
  void applicationIs(String applicationId);
}
