package org.carillon.core.analytics;

import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.quotas.Quota;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaInsightsPipelineConfigurationRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.DeleteMediaInsightsPipelineConfigurationResponse;

/** DeleteMediaInsightsPipelineConfiguration: refused while a Voice Connector uses it (A1). */
public final class DeleteMediaInsightsPipelineConfiguration
    implements Operation<
        DeleteMediaInsightsPipelineConfigurationRequest,
        DeleteMediaInsightsPipelineConfigurationResponse> {

  private static final int NAMED_CONNECTORS = 5;

  private final AnalyticsSpace space;

  /** In this space. */
  public DeleteMediaInsightsPipelineConfiguration(AnalyticsSpace space) {
    this.space = space;
  }

  @Override
  public DeleteMediaInsightsPipelineConfigurationResponse handle(
      DeleteMediaInsightsPipelineConfigurationRequest request, Caller caller) {
    return Retries.onConflict(() -> delete(request.identifier()));
  }

  private DeleteMediaInsightsPipelineConfigurationResponse delete(String identifier) {
    // read first, then look for users: one that comes after the look rewrites the item
    Item read = space.configurations().require("Identifier", identifier);
    List<String> users = space.configurations().usersOf(read.key().sort(), NAMED_CONNECTORS);
    if (!users.isEmpty()) {
      throw new ApiException(
          ErrorType.CONFLICT,
          "Identifier: Voice Connectors use the configuration. Give them another first"
              + " (PutVoiceConnectorStreamingConfiguration): "
              + String.join(", ", users));
    }
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(ItemWrite.delete(read));
    writes.add(space.tags().delete(space.configurations().arn(read.key().sort())));
    writes.add(space.quotas().giveBack(Quota.MEDIA_INSIGHTS_PIPELINE_CONFIGURATIONS, "", 1));
    InsightsConfigurations.requestToken(read)
        .ifPresent(
            token ->
                writes.addAll(
                    space
                        .tokens()
                        .forget(
                            CreateMediaInsightsPipelineConfiguration.NAME,
                            token,
                            read.key().sort())));
    space.items().write(writes);
    return DeleteMediaInsightsPipelineConfigurationResponse.builder().build();
  }
}
