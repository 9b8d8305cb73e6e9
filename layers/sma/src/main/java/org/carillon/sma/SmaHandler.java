package org.carillon.sma;

/** What a SIP media application does: an event comes, actions go. */
@FunctionalInterface
public interface SmaHandler {

  /** Answers an event. */
  SmaResponse handle(SmaEvent event);
}
