package org.carillon.core.connectors.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.numbers.Countries;
import org.carillon.core.numbers.E164;
import software.amazon.awssdk.services.chimesdkvoice.model.DNISEmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.EmergencyCallingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorEmergencyCallingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorEmergencyCallingConfigurationResponse;

/**
 * PutVoiceConnectorEmergencyCallingConfiguration: the routing numbers of an emergency service
 * provider, for real calls and for tests (E2). They are numbers of the US, for other countries too.
 */
public final class PutVoiceConnectorEmergencyCallingConfiguration
    implements Operation<
        PutVoiceConnectorEmergencyCallingConfigurationRequest,
        PutVoiceConnectorEmergencyCallingConfigurationResponse> {

  private static final int US_NUMBER_LENGTH = 12; // +1 and ten digits

  private final Connectors connectors;

  /** Over these connectors. */
  public PutVoiceConnectorEmergencyCallingConfiguration(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public PutVoiceConnectorEmergencyCallingConfigurationResponse handle(
      PutVoiceConnectorEmergencyCallingConfigurationRequest request, Caller caller) {
    connectors.require(request.voiceConnectorId());
    EmergencyCallingConfiguration checked = checked(request.emergencyCallingConfiguration());
    Connector changed =
        connectors.change(
            request.voiceConnectorId(),
            connector -> {
              EmergencyNeeds.check(connector);
              return connector.with(ConnectorSetting.EMERGENCY_CALLING, checked);
            });
    return PutVoiceConnectorEmergencyCallingConfigurationResponse.builder()
        .emergencyCallingConfiguration(changed.require(ConnectorSetting.EMERGENCY_CALLING))
        .build();
  }

  private static EmergencyCallingConfiguration checked(EmergencyCallingConfiguration asked) {
    if (asked.dnis().isEmpty()) {
      throw bad(
          ": at least one. To have none, delete the configuration"
              + " (DeleteVoiceConnectorEmergencyCallingConfiguration).");
    }
    Set<String> countries = new HashSet<>();
    List<DNISEmergencyCallingConfiguration> checked = new ArrayList<>();
    for (int i = 0; i < asked.dnis().size(); i++) {
      String at = "[" + i + "].";
      DNISEmergencyCallingConfiguration dnis = asked.dnis().get(i);
      if (!CountryCodes.isKnown(dnis.callingCountry())) {
        throw bad(at + "CallingCountry: must be an ISO 3166-1 alpha-2 code, such as US.");
      }
      if (!countries.add(dnis.callingCountry())) {
        throw bad(at + "CallingCountry: the country is named twice.");
      }
      checked.add(
          dnis.toBuilder()
              .emergencyPhoneNumber(
                  usNumber(dnis.emergencyPhoneNumber(), at + "EmergencyPhoneNumber"))
              .testPhoneNumber(
                  dnis.testPhoneNumber() == null
                      ? null
                      : usNumber(dnis.testPhoneNumber(), at + "TestPhoneNumber"))
              .build());
    }
    return asked.toBuilder().dnis(checked).build();
  }

  private static String usNumber(String asked, String at) {
    return E164.of(asked)
        .filter(number -> number.length() == US_NUMBER_LENGTH)
        .filter(number -> Countries.of(number).filter("US"::equals).isPresent())
        .orElseThrow(
            () -> bad(at + ": must be a phone number of the US in E.164, such as +12065550100."));
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, "EmergencyCallingConfiguration.DNIS" + message);
  }
}
