package org.carillon.core.connectors;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;

/**
 * Notes that a connector's own systems are alive: they send OPTIONS to its host name (V2,
 * GetVoiceConnectorTerminationHealth). Safe for use by many threads.
 *
 * <p>Only allowed hosts are noted, and each connector once in {@value #NOTE_SECONDS} seconds, so
 * that nobody makes us write by asking often.
 */
public final class TerminationPings {

  private static final int NOTE_SECONDS = 20;
  private static final int REMEMBERED = 10_000;

  private final Connectors connectors;
  private final InstantSource clock;
  private final Map<String, Instant> noted =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Over these connectors. */
  public TerminationPings(Connectors connectors, InstantSource clock) {
    this.connectors = connectors;
    this.clock = clock;
  }

  /**
   * An OPTIONS request came.
   *
   * @param requestHost the host of its request URI
   * @param source where it came from
   * @return whether the host is a connector's that the sender may call out of
   * @throws org.carillon.core.ports.PortUnavailableException when it cannot be noted
   */
  public boolean pinged(String requestHost, InetAddress source) {
    Optional<Connector> connector =
        connectors.byHostName(requestHost).filter(found -> allows(found, source));
    if (connector.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    if (isDue(connector.get().id(), now)) {
      connectors.optionsReceived(connector.get().id(), source.getHostAddress(), now);
    }
    return true;
  }

  private static boolean allows(Connector connector, InetAddress source) {
    return connector
        .activeTermination()
        .map(Termination::cidrAllowedList)
        .filter(
            blocks ->
                blocks.stream()
                    .flatMap(block -> CidrBlock.of(block).stream())
                    .anyMatch(block -> block.contains(source)))
        .isPresent();
  }

  private synchronized boolean isDue(String connectorId, Instant now) {
    Instant last = noted.get(connectorId);
    if (last != null && Duration.between(last, now).toSeconds() < NOTE_SECONDS) {
      return false;
    }
    noted.put(connectorId, now);
    return true;
  }
}
