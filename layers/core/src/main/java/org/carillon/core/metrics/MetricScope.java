package org.carillon.core.metrics;

import java.util.Optional;

/**
 * Whose metrics: those of a connector in its region, or of what has no connector in a region.
 *
 * @param voiceConnectorId the connector
 * @param region the connector's, else the installation's
 */
public record MetricScope(Optional<String> voiceConnectorId, String region) {

  /** A connector's. */
  public static MetricScope ofConnector(String voiceConnectorId, String region) {
    return new MetricScope(Optional.of(voiceConnectorId), region);
  }

  /** What has no connector. */
  public static MetricScope ofRegion(String region) {
    return new MetricScope(Optional.empty(), region);
  }
}
