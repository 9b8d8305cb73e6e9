package org.carillon.core.connectors.proxy;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorProxyRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceConnectorProxyResponse;

/**
 * DeleteVoiceConnectorProxy: removes the settings of proxy sessions (V13). There are no new
 * sessions from then on; those that are there stay until they end or are deleted. Removing the
 * settings again changes nothing.
 */
public final class DeleteVoiceConnectorProxy
    implements Operation<DeleteVoiceConnectorProxyRequest, DeleteVoiceConnectorProxyResponse> {

  private final Connectors connectors;

  /** Over these connectors. */
  public DeleteVoiceConnectorProxy(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public DeleteVoiceConnectorProxyResponse handle(
      DeleteVoiceConnectorProxyRequest request, Caller caller) {
    connectors.change(
        request.voiceConnectorId(), connector -> connector.without(ConnectorSetting.PROXY));
    return DeleteVoiceConnectorProxyResponse.builder().build();
  }
}
