package org.carillon.core.connectors.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.ConnectorSetting;
import org.carillon.core.connectors.Connectors;
import software.amazon.awssdk.services.chimesdkvoice.model.MediaInsightsConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.NotificationTarget;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorStreamingConfigurationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorStreamingConfigurationResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.StreamingConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.StreamingNotificationTarget;

/**
 * PutVoiceConnectorStreamingConfiguration: media streams of calls, who is told of them (V10), and
 * the call analytics configuration that calls are treated by (V12).
 */
public final class PutVoiceConnectorStreamingConfiguration
    implements Operation<
        PutVoiceConnectorStreamingConfigurationRequest,
        PutVoiceConnectorStreamingConfigurationResponse> {

  // ten years: the most that Kinesis Video Streams keeps
  private static final int MAX_RETENTION_HOURS = 87_600;
  private static final String CONFIGURATION = "media-insights-pipeline-configuration/";

  private final Connectors connectors;

  /** Over these connectors. */
  public PutVoiceConnectorStreamingConfiguration(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public PutVoiceConnectorStreamingConfigurationResponse handle(
      PutVoiceConnectorStreamingConfigurationRequest request, Caller caller) {
    connectors.require(request.voiceConnectorId());
    StreamingConfiguration asked = request.streamingConfiguration();
    if (asked.dataRetentionInHours() > MAX_RETENTION_HOURS) {
      throw bad("DataRetentionInHours: 0 (keep nothing) to " + MAX_RETENTION_HOURS + " hours.");
    }
    checkTargets(asked.streamingNotificationTargets());
    if (asked.mediaInsightsConfiguration() != null) {
      checkInsights(asked.mediaInsightsConfiguration(), caller.account());
    }
    Connector changed =
        connectors.change(
            request.voiceConnectorId(),
            connector -> connector.with(ConnectorSetting.STREAMING, asked));
    return PutVoiceConnectorStreamingConfigurationResponse.builder()
        .streamingConfiguration(changed.require(ConnectorSetting.STREAMING))
        .build();
  }

  private static void checkTargets(List<StreamingNotificationTarget> targets) {
    Set<NotificationTarget> seen = new HashSet<>();
    for (int i = 0; i < targets.size(); i++) {
      NotificationTarget target = targets.get(i).notificationTarget();
      String at = "StreamingNotificationTargets[" + i + "].NotificationTarget: ";
      if (target == null) {
        throw bad(at + "EventBridge, SNS or SQS.");
      }
      if (!seen.add(target)) {
        throw bad(at + "the target is named twice.");
      }
    }
  }

  private static void checkInsights(MediaInsightsConfiguration insights, Account account) {
    if (insights.configurationArn() == null) {
      if (!Boolean.TRUE.equals(insights.disabled())) {
        throw bad("MediaInsightsConfiguration.ConfigurationArn: is required unless Disabled.");
      }
      return;
    }
    // whether it is there, the change of the connector finds out
    if (!insights.configurationArn().startsWith(account.arn(CONFIGURATION))) {
      throw bad(
          "MediaInsightsConfiguration.ConfigurationArn: the ARN of a media insights pipeline"
              + " configuration of the account, "
              + account.arn(CONFIGURATION)
              + "NAME.");
    }
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, "StreamingConfiguration." + message);
  }
}
