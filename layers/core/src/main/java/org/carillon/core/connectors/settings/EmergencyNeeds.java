package org.carillon.core.connectors.settings;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;

/** Emergency calling needs calls out and calls in (E2). */
final class EmergencyNeeds {

  private EmergencyNeeds() {}

  /**
   * Checks that both are on.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} naming what is missing
   */
  static void check(Connector connector) {
    if (connector.activeTermination().isEmpty()) {
      throw missing("termination", "PutVoiceConnectorTermination");
    }
    if (connector.activeOrigination().isEmpty()) {
      throw missing("origination", "PutVoiceConnectorOrigination");
    }
  }

  /**
   * The connector without its termination or its origination.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} while emergency calling is set up; the model
   *     declares no conflict for these operations
   */
  static Connector withoutCalls(Connector connector, ConnectorSetting<?> setting) {
    if (connector.setting(ConnectorSetting.EMERGENCY_CALLING).isPresent()) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "VoiceConnectorId: emergency calling is set up and needs the "
              + setting.name()
              + ". Delete it first (DeleteVoiceConnectorEmergencyCallingConfiguration).");
    }
    return connector.without(setting);
  }

  private static ApiException missing(String what, String operation) {
    return new ApiException(
        ErrorType.BAD_REQUEST,
        "VoiceConnectorId: emergency calling needs the Voice Connector's "
            + what
            + " to be set and on. Do that first ("
            + operation
            + ").");
  }
}
