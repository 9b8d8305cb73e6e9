package org.carillon.core.routing;

/**
 * How many calls there may be at once on one media node (O8).
 *
 * @param ofConnector of the Voice Connector
 * @param ofAccount of all connectors of the account
 */
public record CallLimits(int ofConnector, int ofAccount) {

  /** As many as the node takes. */
  public static final CallLimits NONE = new CallLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
}
