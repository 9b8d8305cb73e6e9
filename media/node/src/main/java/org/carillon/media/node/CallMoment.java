package org.carillon.media.node;

import java.time.Instant;

/**
 * Something that happened on a call, for people who look on: the timeline of a call (O11).
 *
 * @param at when
 * @param transactionId the call
 * @param part which part of the house it happened in
 * @param text what happened, one line, no secret
 */
public record CallMoment(Instant at, String transactionId, Part part, String text) {

  /** Where something happened. */
  public enum Part {
    SIP,
    ROUTING,
    FUNCTION,
    MEDIA,
    RECORD
  }
}
