package org.carillon.core.logs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.core.Account;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.metrics.MetricScope;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.chimesdkvoice.model.LoggingConfiguration;

/**
 * What connectors log, as PutVoiceConnectorLoggingConfiguration left it (V9). Held for {@link
 * #HELD}, so that a change takes effect with the calls after that. Safe from any thread.
 */
public final class LoggingDirectory implements LoggingQuestion {
  private static final Logger log = LoggerFactory.getLogger(LoggingDirectory.class);

  /** How old an answer may be. */
  static final Duration HELD = Duration.ofSeconds(2);

  private static final int MAX_HELD = 10_000;

  private final Connectors connectors;
  private final String region;
  private final InstantSource clock;
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  private record Held(ConnectorLogging logging, Instant until) {}

  /** The account's connectors in this store. */
  public LoggingDirectory(Items items, Account account, InstantSource clock) {
    this.connectors = new Connectors(items, account);
    this.region = account.region();
    this.clock = clock;
  }

  @Override
  public ConnectorLogging of(String voiceConnectorId) {
    Instant now = clock.instant();
    Held known = held.get(voiceConnectorId);
    if (known != null && now.isBefore(known.until())) {
      return known.logging();
    }
    ConnectorLogging read = read(voiceConnectorId, known);
    if (held.size() >= MAX_HELD) {
      held.clear();
    }
    held.put(voiceConnectorId, new Held(read, now.plus(HELD)));
    return read;
  }

  private ConnectorLogging read(String voiceConnectorId, Held known) {
    try {
      return connectors
          .find(voiceConnectorId)
          .map(LoggingDirectory::logging)
          .orElseGet(() -> nothing(voiceConnectorId));
    } catch (PortUnavailableException e) {
      log.warn(
          "What connector {} logs cannot be read: {} Calls go on{}.",
          voiceConnectorId,
          e.getMessage(),
          known == null ? " without logs" : " as it was before");
      return known == null ? nothing(voiceConnectorId) : known.logging();
    }
  }

  private ConnectorLogging nothing(String voiceConnectorId) {
    return new ConnectorLogging(MetricScope.ofConnector(voiceConnectorId, region), false, false);
  }

  private static ConnectorLogging logging(Connector connector) {
    LoggingConfiguration chosen =
        connector
            .setting(ConnectorSetting.LOGGING)
            .orElseGet(() -> LoggingConfiguration.builder().build());
    return new ConnectorLogging(
        MetricScope.ofConnector(connector.id(), connector.voiceConnector().awsRegionAsString()),
        Boolean.TRUE.equals(chosen.enableSIPLogs()),
        Boolean.TRUE.equals(chosen.enableMediaMetricLogs()));
  }
}
