package org.carillon.core.connectors;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceConnectorResponse;

/** UpdateVoiceConnector: name and encryption (V1, V4). */
public final class UpdateVoiceConnector
    implements Operation<UpdateVoiceConnectorRequest, UpdateVoiceConnectorResponse> {

  private final Connectors connectors;
  private final InstantSource clock;

  /** Over these connectors, by this clock. */
  public UpdateVoiceConnector(Connectors connectors, InstantSource clock) {
    this.connectors = connectors;
    this.clock = clock;
  }

  @Override
  public UpdateVoiceConnectorResponse handle(UpdateVoiceConnectorRequest request, Caller caller) {
    Connector changed =
        connectors.change(request.voiceConnectorId(), read -> changed(read, request));
    return UpdateVoiceConnectorResponse.builder().voiceConnector(changed.voiceConnector()).build();
  }

  private Connector changed(Connector read, UpdateVoiceConnectorRequest request) {
    return read.with(
        read.voiceConnector().toBuilder()
            .name(request.name())
            .requireEncryption(request.requireEncryption())
            .updatedTimestamp(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .build());
  }
}
