package org.carillon.core.logs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.carillon.core.Account;
import org.carillon.core.applications.SipMediaApplications;
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
 * What connectors and SIP media applications log, as PutVoiceConnectorLoggingConfiguration and
 * PutSipMediaApplicationLoggingConfiguration left it (V9, S1). Held for {@link #HELD}, so that a
 * change takes effect with the calls after that. Safe from any thread.
 */
public final class LoggingDirectory implements LoggingQuestion {
  private static final Logger log = LoggerFactory.getLogger(LoggingDirectory.class);

  /** How old an answer may be. */
  static final Duration HELD = Duration.ofSeconds(2);

  private static final int MAX_HELD = 10_000;

  private final Connectors connectors;
  private final SipMediaApplications applications;
  private final String region;
  private final InstantSource clock;
  private final Map<String, Held<ConnectorLogging>> held = new ConcurrentHashMap<>();
  private final Map<String, Held<Boolean>> heldOfApplications = new ConcurrentHashMap<>();

  private record Held<T>(T logging, Instant until) {}

  /** The account's connectors and applications in this store. */
  public LoggingDirectory(Items items, Account account, InstantSource clock) {
    this.connectors = new Connectors(items, account);
    this.applications = new SipMediaApplications(items, account);
    this.region = account.region();
    this.clock = clock;
  }

  @Override
  public ConnectorLogging of(String voiceConnectorId) {
    ConnectorLogging nothing = nothing(voiceConnectorId);
    return held(
        held,
        voiceConnectorId,
        id -> connectors.find(id).map(LoggingDirectory::logging).orElse(nothing),
        nothing);
  }

  @Override
  public boolean ofApplication(String sipMediaApplicationId) {
    return held(
        heldOfApplications, sipMediaApplicationId, applications::logsMessages, Boolean.FALSE);
  }

  private <T> T held(Map<String, Held<T>> known, String id, Function<String, T> read, T nothing) {
    Instant now = clock.instant();
    Held<T> before = known.get(id);
    if (before != null && now.isBefore(before.until())) {
      return before.logging();
    }
    T logging = read(id, read, before == null ? nothing : before.logging());
    if (known.size() >= MAX_HELD) {
      known.clear();
    }
    known.put(id, new Held<>(logging, now.plus(HELD)));
    return logging;
  }

  private static <T> T read(String id, Function<String, T> read, T otherwise) {
    try {
      return read.apply(id);
    } catch (PortUnavailableException e) {
      log.warn(
          "What {} logs cannot be read: {} Calls go on, and are logged as before.",
          id,
          e.getMessage());
      return otherwise;
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
