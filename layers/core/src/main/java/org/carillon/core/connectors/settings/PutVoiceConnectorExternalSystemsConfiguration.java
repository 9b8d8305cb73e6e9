package org.carillon.core.connectors.settings;

import java.util.HashSet;
import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.ExternalSystemsConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorExternalSystemsConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorExternalSystemsConfigurationResponse;

/**
 * PutVoiceConnectorExternalSystemsConfiguration: which session border controllers and contact
 * centers stand at the other end (V14). For the customer's own record; calls do not depend on it.
 */
public final class PutVoiceConnectorExternalSystemsConfiguration
    implements Operation<
        PutVoiceConnectorExternalSystemsConfigurationRequest,
        PutVoiceConnectorExternalSystemsConfigurationResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public PutVoiceConnectorExternalSystemsConfiguration(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public PutVoiceConnectorExternalSystemsConfigurationResponse handle(
      PutVoiceConnectorExternalSystemsConfigurationRequest request, Caller caller) {
    connectors.require(request.voiceConnectorId());
    checkDistinct(request.sessionBorderControllerTypesAsStrings(), "SessionBorderControllerTypes");
    checkDistinct(request.contactCenterSystemTypesAsStrings(), "ContactCenterSystemTypes");
    ExternalSystemsConfiguration configuration =
        ExternalSystemsConfiguration.builder()
            .sessionBorderControllerTypesWithStrings(
                request.sessionBorderControllerTypesAsStrings())
            .contactCenterSystemTypesWithStrings(request.contactCenterSystemTypesAsStrings())
            .build();
    Connector changed =
        connectors.change(
            request.voiceConnectorId(),
            connector -> connector.with(ConnectorSetting.EXTERNAL_SYSTEMS, configuration));
    return PutVoiceConnectorExternalSystemsConfigurationResponse.builder()
        .externalSystemsConfiguration(changed.require(ConnectorSetting.EXTERNAL_SYSTEMS))
        .build();
  }

  private static void checkDistinct(List<String> types, String member) {
    if (new HashSet<>(types).size() != types.size()) {
      throw new ApiException(ErrorType.BAD_REQUEST, member + ": a type is named twice.");
    }
  }
}
