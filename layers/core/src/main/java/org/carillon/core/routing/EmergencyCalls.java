package org.carillon.core.routing;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.carillon.core.carriers.CarrierRoutes;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.emergency.CallerLocation;
import org.carillon.core.emergency.EmergencyAlerts;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.numbers.Countries;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import software.amazon.awssdk.services.chimesdkvoice.model.DNISEmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.EmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;

/**
 * Where a call to emergency services goes (E2, E3): to the connector's own provider when it has
 * routing numbers, else to the carriers that take emergency calls. Nothing refuses it but the lack
 * of any carrier. A location that cannot be read stays behind; the alert tells of it.
 */
final class EmergencyCalls {

  private static final String COUNTRY = "US";
  private static final String CALLING_CODE = "+1";

  private final TrunkDirectory directory;
  private final CallerIds callerIds;
  private final EmergencyAlerts alerts;
  private final CallIdentity identity;
  private final RandomGenerator random;

  EmergencyCalls(
      TrunkDirectory directory,
      CallerIds callerIds,
      EmergencyAlerts alerts,
      CallIdentity identity,
      RandomGenerator random) {
    this.directory = directory;
    this.callerIds = callerIds;
    this.alerts = alerts;
    this.identity = identity;
    this.random = random;
  }

  RouteDecision decide(
      Connector connector, Termination termination, EmergencyNumber dialled, InviteFacts facts) {
    Optional<String> owned = callerIds.of(facts, termination).map(CallerIds.CallerId::number);
    String caller =
        owned.or(() -> Callers.numbers(facts).stream().findFirst()).orElse(""); // never refused
    CarrierRoutes carriers = directory.carriers();
    Optional<String> provider = providerNumber(connector, dialled, caller);
    String to = provider.orElse(dialled.digits());
    List<TrunkTarget> targets =
        provider
            .map(number -> TrunkTargets.of(carriers.outbound(number, random)))
            .orElseGet(() -> ofEmergency(carriers, dialled));
    if (targets.isEmpty() && provider.isPresent()) {
      to = dialled.digits();
      targets = ofEmergency(carriers, dialled);
    }
    CallerLocation location = CallerLocation.of(facts.location(), directory.addresses());
    alerts.raise(
        new EmergencyAlerts.Alert(
            connector.id(),
            connector.voiceConnector().voiceConnectorArn(),
            facts.sipCallId(),
            dialled.digits(),
            to,
            caller,
            location,
            !targets.isEmpty()));
    if (targets.isEmpty()) {
      return RejectReason.NO_EMERGENCY_CARRIER.reject(
          dialled.digits(), CallDirection.OUTBOUND, Optional.of(connector.id()));
    }
    Attestation attestation = owned.isPresent() ? Attestation.A : Attestation.B;
    return new ToTrunk(
        CallDirection.OUTBOUND,
        connector.id(),
        targets,
        caller,
        "",
        to,
        Optional.empty(),
        true,
        Optional.of(attestation),
        identity.headers(attestation.name(), caller, to, connector.id()),
        location.document());
  }

  /** With no carrier for emergencies, every carrier of the country is worth a try. */
  private List<TrunkTarget> ofEmergency(CarrierRoutes carriers, EmergencyNumber dialled) {
    List<TrunkTarget> targets = TrunkTargets.of(carriers.emergency(COUNTRY, random));
    return targets.isEmpty()
        ? TrunkTargets.of(carriers.outbound(CALLING_CODE + dialled.digits(), random))
        : targets;
  }

  /**
   * The routing number of the connector's emergency service provider (E2): that of the caller's
   * country, else that of the US, else any. Without a test number a test goes to the carriers.
   */
  private static Optional<String> providerNumber(
      Connector connector, EmergencyNumber dialled, String caller) {
    List<DNISEmergencyCallingConfiguration> numbers =
        connector
            .setting(ConnectorSetting.EMERGENCY_CALLING)
            .map(EmergencyCallingConfiguration::dnis)
            .orElse(List.of());
    String country = Countries.of(caller).orElse(COUNTRY);
    return in(numbers, country)
        .or(() -> in(numbers, COUNTRY))
        .or(() -> numbers.stream().findFirst())
        .map(
            dnis ->
                dialled == EmergencyNumber.TEST
                    ? dnis.testPhoneNumber()
                    : dnis.emergencyPhoneNumber());
  }

  private static Optional<DNISEmergencyCallingConfiguration> in(
      List<DNISEmergencyCallingConfiguration> numbers, String country) {
    return numbers.stream().filter(dnis -> dnis.callingCountry().equals(country)).findFirst();
  }
}
