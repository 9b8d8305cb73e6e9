package org.carillon.core.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.carillon.core.Weighted;
import org.carillon.core.carriers.Carrier;
import org.carillon.core.carriers.CarrierRoutes.OutboundTrunk;
import org.carillon.core.carriers.Carriers;
import org.carillon.core.carriers.Transport;
import org.carillon.core.carriers.Trunk;
import org.carillon.core.connectors.Connector;
import org.carillon.core.numbers.NumberPool;
import software.amazon.awssdk.services.chimesdkvoice.model.Origination;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/** The places that carriers and connectors have, as targets of a call. */
final class TrunkTargets {

  private TrunkTargets() {}

  /** Carriers' trunks in the order they came. */
  static List<TrunkTarget> of(List<OutboundTrunk> trunks) {
    return trunks.stream().map(TrunkTargets::of).toList();
  }

  private static TrunkTarget of(OutboundTrunk outbound) {
    String carrierId = outbound.carrier().carrierId();
    return outbound
        .trunk()
        .map(trunk -> of(outbound.carrier(), trunk))
        .orElseGet(
            () ->
                new TrunkTarget(
                    TrunkTarget.Kind.SIMULATED_CARRIER,
                    carrierId,
                    Optional.empty(),
                    NumberPool.SIMULATED_CARRIER,
                    0,
                    Transport.UDP.name(),
                    Optional.empty(),
                    Optional.empty(),
                    false));
  }

  /** A carrier's trunk. */
  static TrunkTarget of(Carrier carrier, Trunk trunk) {
    return new TrunkTarget(
        TrunkTarget.Kind.CARRIER_TRUNK,
        carrier.carrierId(),
        Optional.empty(),
        trunk.host(),
        trunk.port(),
        trunk.transport().name(),
        trunk.username(),
        Carriers.sealedPassword(carrier, trunk),
        false);
  }

  /**
   * A connector's hosts in the order to try them: by priority, of one priority by chance as their
   * weights say (V3). With encryption all of them are TLS with SRTP (V4).
   *
   * @return none when its origination is off or has no routes
   */
  static List<TrunkTarget> hosts(Connector connector, RandomGenerator random) {
    VoiceConnector shape = connector.voiceConnector();
    List<OriginationRoute> routes =
        new ArrayList<>(
            Weighted.order(
                connector.activeOrigination().map(Origination::routes).orElse(List.of()),
                OriginationRoute::weight,
                random));
    routes.sort(Comparator.comparingInt(OriginationRoute::priority));
    return routes.stream().map(route -> host(shape, route)).toList();
  }

  private static TrunkTarget host(VoiceConnector connector, OriginationRoute route) {
    boolean encrypted = Boolean.TRUE.equals(connector.requireEncryption());
    boolean tcp = route.protocol() == OriginationRouteProtocol.TCP;
    Transport transport = encrypted ? Transport.TLS : tcp ? Transport.TCP : Transport.UDP;
    return new TrunkTarget(
        TrunkTarget.Kind.CONNECTOR_HOST,
        connector.voiceConnectorId(),
        Optional.ofNullable(connector.awsRegionAsString()),
        route.host(),
        route.port(),
        transport.name(),
        Optional.empty(),
        Optional.empty(),
        encrypted);
  }
}
