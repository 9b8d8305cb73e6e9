package org.carillon.core.connectors.settings;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorTerminationHealthRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceConnectorTerminationHealthResponse;

/**
 * GetVoiceConnectorTerminationHealth: when and from where the last SIP OPTIONS request of the
 * connector's infrastructure came (V2, V14). NotFound until the first one comes.
 */
public final class GetVoiceConnectorTerminationHealth
    implements Operation<
        GetVoiceConnectorTerminationHealthRequest, GetVoiceConnectorTerminationHealthResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public GetVoiceConnectorTerminationHealth(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public GetVoiceConnectorTerminationHealthResponse handle(
      GetVoiceConnectorTerminationHealthRequest request, Caller caller) {
    Connector connector = connectors.require(request.voiceConnectorId());
    return GetVoiceConnectorTerminationHealthResponse.builder()
        .terminationHealth(
            connectors
                .health(connector)
                .orElseThrow(
                    () ->
                        new ApiException(
                            ErrorType.NOT_FOUND,
                            "TerminationHealth: no SIP OPTIONS request came yet. Let your system"
                                + " send them to "
                                + connector.voiceConnector().outboundHostName()
                                + ".")))
        .build();
  }
}
