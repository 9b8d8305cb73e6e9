package org.carillon.core.logs;

/**
 * Says what is written down of calls. May block; never throws: when a choice cannot be read, what
 * was known holds, else nothing is written down.
 */
public interface LoggingQuestion {

  /** A connector's choice. */
  ConnectorLogging of(String voiceConnectorId);

  /** Whether the messages of a SIP media application's calls are logged. */
  boolean ofApplication(String sipMediaApplicationId);
}
