package org.carillon.core.calls;

/** Who or what ended a leg, with the words for its call detail record. */
public enum HangupCause {
  /** The caller sent BYE, or CANCEL before the answer. */
  CALLER("OK", "The caller hung up before the call was answered"),
  /** The other side of a bridged call sent BYE. */
  CALLEE("OK", "The callee did not answer"),
  /** A Hangup action of the application. */
  APPLICATION("OK", "The application rejected the call"),
  /** No answering action came within {@link AnsweringRule#UNANSWERED_LIMIT}. */
  NOT_ANSWERED("OK", "The application did not answer the call within 30 seconds"),
  /** No media or no signalling came from the peer any more. */
  PEER_LOST("The peer was lost", "The peer was lost before the call was answered"),
  /** The offer had no codec in common with us, or broken SDP (answered 488 or 400). */
  NO_COMMON_CODEC("No common codec", "No common codec"),
  /** The node ended the call: it is shutting down, or failed. */
  NODE_STOPPED("The media node stopped", "The media node stopped before the call was answered");

  private final String answeredReason;
  private final String unansweredReason;

  HangupCause(String answeredReason, String unansweredReason) {
    this.answeredReason = answeredReason;
    this.unansweredReason = unansweredReason;
  }

  /** Whether this is how an answered call is meant to end. */
  public boolean normal() {
    return answeredReason.equals("OK");
  }

  /** The record's {@code StatusMessage}. */
  public String reason(boolean answered) {
    return answered ? answeredReason : unansweredReason;
  }
}
