package org.carillon.core.routing;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.carillon.core.carriers.CarrierRoutes;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.emergency.CallerLocation;
import org.carillon.core.emergency.EmergencyAlerts;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.numbers.Countries;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.chimesdkvoice.model.DNISEmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.EmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;

/**
 * Where a call to emergency services goes (E2, E3): to the connector's own provider when it has
 * routing numbers, else to the carriers that take emergency calls. Nothing refuses it but the lack
 * of any carrier. A location that cannot be read stays behind; the alert tells of it.
 */
final class EmergencyCalls {

  private static final Logger LOG = LoggerFactory.getLogger(EmergencyCalls.class);

  private static final String COUNTRY = "US";
  private static final String CALLING_CODE = "+1";

  private final TrunkDirectory directory;
  private final EmergencyAlerts alerts;
  private final CallIdentity identity;
  private final RandomGenerator random;

  EmergencyCalls(
      TrunkDirectory directory,
      EmergencyAlerts alerts,
      CallIdentity identity,
      RandomGenerator random) {
    this.directory = directory;
    this.alerts = alerts;
    this.identity = identity;
    this.random = random;
  }

  RouteDecision decide(
      Connector connector, Termination termination, EmergencyNumber dialled, InviteFacts facts) {
    Optional<String> national = nationalCode(connector);
    Optional<String> owned = owned(termination, facts, national);
    String caller = owned.or(() -> Callers.callback(facts, national)).orElse(""); // never refused
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

  /**
   * The account's number that emergency services call back: the one the caller names, else the
   * connector's default. When they cannot be read the caller is believed: help does not wait.
   */
  private Optional<String> owned(
      Termination termination, InviteFacts facts, Optional<String> national) {
    try {
      return Stream.of(
              Callers.numbers(facts).stream(),
              Callers.callback(facts, national).stream(),
              Stream.ofNullable(termination.defaultPhoneNumber()))
          .flatMap(Function.identity())
          .map(directory::number)
          .flatMap(Optional::stream)
          .findFirst()
          .map(PhoneNumber::e164PhoneNumber);
    } catch (PortUnavailableException away) {
      LOG.warn(
          "The call for help {} goes out from the number it names: {}",
          facts.sipCallId(),
          away.getMessage());
      return Optional.empty();
    }
  }

  /** What is before a national number where the connector is; empty outside the US and Canada. */
  private static Optional<String> nationalCode(Connector connector) {
    String region = Objects.toString(connector.voiceConnector().awsRegionAsString(), "");
    return region.startsWith("us-") || region.startsWith("ca-")
        ? Optional.of(CALLING_CODE)
        : Optional.empty();
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
