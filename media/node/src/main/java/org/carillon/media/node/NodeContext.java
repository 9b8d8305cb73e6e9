package org.carillon.media.node;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.carillon.media.ivr.conference.MixingLoop;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipLoop;

/**
 * What the calls of one node share. Immutable; safe from any thread.
 *
 * @param config how the node listens
 * @param services what it asks and tells
 * @param incarnation a new UUID at each start, so that the sweep knows whose calls are lost
 * @param engine the packet path
 * @param facts where facts go
 * @param meetings the meetings that legs of this node are in
 * @param mixing mixes conferences
 * @param voiceFocus how often VoiceFocus may be switched
 * @param loader fetches prompts
 * @param authentication finds out who calls
 * @param endpoint the SIP stack, once it is started
 * @param health which targets answer
 * @param meters the measurements of all calls
 * @param live the calls of applications
 * @param patience how long calls wait to be answered
 */
record NodeContext(
    NodeConfig config,
    NodeServices services,
    String incarnation,
    MediaEngine engine,
    FactLog facts,
    Meetings meetings,
    MixingLoop mixing,
    ActionRate voiceFocus,
    PromptLoader loader,
    Authentication authentication,
    CompletableFuture<SipEndpoint> endpoint,
    TargetHealth health,
    NodeMeters meters,
    LiveCalls live,
    Patience patience) {

  /** The SIP endpoint. A call that comes in the very moment of the start waits for its end. */
  SipEndpoint sip() {
    return endpoint.join();
  }

  Instant now() {
    return services.clock().instant();
  }

  void moment(String transactionId, Part part, String text) {
    services.observer().onMoment(new CallMoment(now(), transactionId, part, text));
  }

  /** Runs a question that may block on a virtual thread. */
  static void offLoop(Runnable question) {
    Thread.startVirtualThread(question);
  }

  /**
   * Comes back to a loop with what a call waits for; a loop that is overloaded takes it too. On a
   * loop that is gone nothing runs: each of its legs has its end.
   */
  static boolean onLoop(SipLoop loop, Runnable task) {
    try {
      loop.resume(task);
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  /**
   * Hands a loop what a peer sent, which can be any amount: a loop that is overloaded does not take
   * it.
   */
  static boolean offer(SipLoop loop, Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException overloaded) {
      return false;
    }
  }
}
