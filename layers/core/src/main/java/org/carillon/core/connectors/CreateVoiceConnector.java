package org.carillon.core.connectors;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.carillon.core.Caller;
import org.carillon.core.Ids;
import org.carillon.core.Operation;
import org.carillon.core.Regions;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.NetworkType;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/**
 * CreateVoiceConnector (V1). Region and network type stay what they are from then on. The connector
 * can be read and used as soon as the answer is there. Names need not be unique.
 */
public final class CreateVoiceConnector
    implements Operation<CreateVoiceConnectorRequest, CreateVoiceConnectorResponse> {

  private final Connectors connectors;
  private final SipNetwork network;
  private final InstantSource clock;

  /** Over these connectors, in this network, by this clock. */
  public CreateVoiceConnector(Connectors connectors, SipNetwork network, InstantSource clock) {
    this.connectors = connectors;
    this.network = network;
    this.clock = clock;
  }

  @Override
  public CreateVoiceConnectorResponse handle(CreateVoiceConnectorRequest request, Caller caller) {
    String region =
        request.awsRegion() == null ? caller.account().region() : request.awsRegionAsString();
    Regions.check(region, caller.account());
    Map<String, String> tags =
        Tags.checked(
            request.tags().stream().map(tag -> Map.entry(tag.key(), tag.value())).toList(), "Tags");
    String id = Ids.connector();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    VoiceConnector connector =
        VoiceConnector.builder()
            .voiceConnectorId(id)
            .voiceConnectorArn(caller.account().arn(region, "vc/" + id))
            .awsRegion(region)
            .name(request.name())
            .outboundHostName(network.hostName(id))
            .requireEncryption(request.requireEncryption())
            .integrationType(request.integrationType())
            .networkType(
                request.networkType() == null ? NetworkType.IPV4_ONLY : request.networkType())
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .build();
    connectors.create(connector, tags);
    return CreateVoiceConnectorResponse.builder().voiceConnector(connector).build();
  }
}
