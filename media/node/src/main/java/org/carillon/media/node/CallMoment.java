package org.carillon.media.node;

import java.time.Instant;

/**
 * Something that happened on a call, for people who look on: the timeline of a call (O11).
 *
 * @param at when
 * @param transactionId the call
 * @param part which part of the house it happened in
 * @param leg {@code A} for the call's first leg, {@code B} for the second; empty for the whole call
 * @param flow which way it went, seen from this node
 * @param text what happened, one line, no secret
 */
public record CallMoment(
    Instant at, String transactionId, Part part, String leg, Flow flow, String text) {

  /** Where something happened. */
  public enum Part {
    SIP,
    ROUTING,
    FUNCTION,
    MEDIA,
    RECORD
  }

  /** Which way something went. */
  public enum Flow {
    /** To this node. */
    IN,
    /** From this node. */
    OUT,
    /** Neither: it happened inside. */
    NONE
  }

  /** Of the whole call, inside. */
  public CallMoment(Instant at, String transactionId, Part part, String text) {
    this(at, transactionId, part, "", Flow.NONE, text);
  }
}
