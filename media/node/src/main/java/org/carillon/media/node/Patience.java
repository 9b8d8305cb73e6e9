package org.carillon.media.node;

import java.time.Duration;
import org.carillon.media.sip.SipLoop;

/**
 * How long calls wait to be answered: 30 seconds for an application, as long as a CallAndBridge or
 * a call of the API may ring for a phone (S4, S5, S6).
 */
@FunctionalInterface
interface Patience {

  /** By the clock of the machine. */
  Patience USUAL = SipLoop::schedule;

  /** Runs the task on the loop when so much time has passed, unless it is cancelled before. */
  SipLoop.Timeout after(SipLoop loop, Duration time, Runnable task);
}
