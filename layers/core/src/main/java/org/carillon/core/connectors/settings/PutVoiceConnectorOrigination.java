package org.carillon.core.connectors.settings;

import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.AddressPolicy;
import org.carillon.core.connectors.CidrBlock;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.NetworkType;
import software.amazon.awssdk.services.chimesdkvoice.model.Origination;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorOriginationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorOriginationResponse;

/** PutVoiceConnectorOrigination: the hosts that take calls in, by priority and weight (V3). */
public final class PutVoiceConnectorOrigination
    implements Operation<
        PutVoiceConnectorOriginationRequest, PutVoiceConnectorOriginationResponse> {

  /** Most routes of a connector, as the API's documentation has it. */
  private static final int MAX_ROUTES = 20;

  private static final int DEFAULT_PORT = 5060;

  private final Connectors connectors;
  private final AddressPolicy addresses;

  /** Over these connectors; hosts keep to this policy. */
  public PutVoiceConnectorOrigination(Connectors connectors, AddressPolicy addresses) {
    this.connectors = connectors;
    this.addresses = addresses;
  }

  @Override
  public PutVoiceConnectorOriginationResponse handle(
      PutVoiceConnectorOriginationRequest request, Caller caller) {
    Connector changed =
        connectors.change(
            request.voiceConnectorId(),
            connector ->
                connector.with(
                    ConnectorSetting.ORIGINATION, checked(request.origination(), connector)));
    return PutVoiceConnectorOriginationResponse.builder()
        .origination(changed.require(ConnectorSetting.ORIGINATION))
        .build();
  }

  private Origination checked(Origination asked, Connector connector) {
    boolean isDisabled = Boolean.TRUE.equals(asked.disabled());
    int count = asked.routes().size();
    if (count > MAX_ROUTES || (count == 0 && !isDisabled)) {
      throw bad("Routes: 1 to " + MAX_ROUTES + " routes; none only with Disabled.");
    }
    List<OriginationRoute> routes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      routes.add(checked(asked.routes().get(i), "Routes[" + i + "].", connector));
    }
    return asked.toBuilder().routes(routes).disabled(isDisabled).build();
  }

  private OriginationRoute checked(OriginationRoute route, String at, Connector connector) {
    if (route == null || route.host() == null) {
      throw bad(at + "Host: is required.");
    }
    addresses
        .problem(route.host())
        .ifPresent(
            problem -> {
              throw bad(at + "Host: " + problem + ".");
            });
    boolean isIpv6 = CidrBlock.literal(route.host()).isPresent() && route.host().contains(":");
    if (isIpv6 && connector.voiceConnector().networkType() == NetworkType.IPV4_ONLY) {
      throw bad(
          at + "Host: the Voice Connector is IPV4_ONLY. IPv6 needs a connector of DUAL_STACK.");
    }
    if (route.priority() == null) {
      throw bad(at + "Priority: is required, 1 (tried first) to 100.");
    }
    if (route.weight() == null) {
      throw bad(at + "Weight: is required, 1 to 100.");
    }
    return route.toBuilder()
        .port(route.port() == null ? DEFAULT_PORT : route.port())
        .protocol(route.protocol() == null ? protocol(connector) : route.protocol())
        .build();
  }

  /** With encryption the transport is TLS, which runs over TCP. */
  private static OriginationRouteProtocol protocol(Connector connector) {
    return Boolean.TRUE.equals(connector.voiceConnector().requireEncryption())
        ? OriginationRouteProtocol.TCP
        : OriginationRouteProtocol.UDP;
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, "Origination." + message);
  }
}
