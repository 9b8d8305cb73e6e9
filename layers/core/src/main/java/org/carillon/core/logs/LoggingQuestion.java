package org.carillon.core.logs;

/** Says what is written down of a connector's calls. */
@FunctionalInterface
public interface LoggingQuestion {

  /**
   * The connector's choice. May block; never throws: when the choice cannot be read, nothing is
   * written down.
   */
  ConnectorLogging of(String voiceConnectorId);
}
