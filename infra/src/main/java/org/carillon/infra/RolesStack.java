package org.carillon.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.PrincipalWithConditions;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/**
 * The service roles of the guide (O4) as roles of this account: what the hosted service may do for
 * its connectors, transcription, media pipelines and events, trimmed to what is not Carillon's own.
 * The guide's {@code chime:*} actions are calls of Carillon to itself and need no role; medical
 * transcription is no feature.
 *
 * <p>The media nodes' role is the only one that may take the first three on. The last one is
 * EventBridge's, for rules that hand events to a Firehose stream.
 */
final class RolesStack extends Stack {

  private final Installation installation;

  RolesStack(
      Construct scope, String id, StackProps props, Installation installation, IKey dataKey) {
    super(scope, id, props);
    this.installation = installation;
    role(
        "voice-connector",
        "streams of calls, their notifications, speech (AmazonChimeVoiceConnector)",
        nodes(),
        List.of(
            videoStreams("ChimeVoiceConnector-*"),
            videoStreamList(),
            allow("Notify", List.of("sns:Publish"), arn("sns", "ChimeVoiceConnector-Streaming*")),
            allow(
                "NotifyQueues",
                List.of("sqs:SendMessage"),
                arn("sqs", "ChimeVoiceConnector-Streaming*")),
            allow("Speak", List.of("polly:SynthesizeSpeech"), "*"),
            streamsKey(dataKey)));
    role(
        "transcription",
        "transcripts of calls (AmazonChimeTranscription)",
        nodes(),
        List.of(allow("Transcribe", List.of("transcribe:StartStreamTranscription"), "*")));
    role(
        "media-pipelines",
        "streams of pipelines and their metrics (AmazonChimeSDKMediaPipelines)",
        nodes(),
        List.of(
            PolicyStatement.Builder.create()
                .sid("Metrics")
                .actions(List.of("cloudwatch:PutMetricData"))
                .resources(List.of("*"))
                .conditions(
                    Map.of("StringEquals", Map.of("cloudwatch:namespace", "Carillon/ChimeSDK")))
                .build(),
            videoStreams("ChimeMediaPipelines-*"),
            videoStreamList(),
            streamsKey(dataKey)));
    Role events =
        role(
            "events",
            "events to Firehose streams (AmazonChimeSDKEvents)",
            new ServicePrincipal("events.amazonaws.com")
                .withConditions(Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount()))),
            List.of(
                allow(
                    "DeliverEvents",
                    List.of("firehose:PutRecord", "firehose:PutRecordBatch"),
                    arn("firehose", "deliverystream/AmazonChimeSDKEvents-*"))));
    CfnOutput.Builder.create(this, "EventsRole")
        .description("For targets of rules: Firehose streams named AmazonChimeSDKEvents-...")
        .value(events.getRoleArn())
        .build();
  }

  /** The role of the media nodes of this region and of nobody else. */
  private IPrincipal nodes() {
    String node =
        "arn:aws:iam::"
            + getAccount()
            + ":role/"
            + installation.prefix()
            + "-"
            + getRegion()
            + "-node";
    return new PrincipalWithConditions(
        new AccountRootPrincipal(), Map.of("ArnEquals", Map.of("aws:PrincipalArn", node)));
  }

  private Role role(String name, String purpose, IPrincipal who, List<PolicyStatement> statements) {
    return Role.Builder.create(this, "Role-" + name)
        .roleName(installation.prefix() + "-" + getRegion() + "-" + name)
        .description("Carillon: " + purpose)
        .assumedBy(who)
        .inlinePolicies(
            Map.of("needs", PolicyDocument.Builder.create().statements(statements).build()))
        .build();
  }

  private PolicyStatement videoStreams(String names) {
    return allow(
        "Streams",
        List.of(
            "kinesisvideo:CreateStream",
            "kinesisvideo:DescribeStream",
            "kinesisvideo:GetDataEndpoint",
            "kinesisvideo:PutMedia",
            "kinesisvideo:UpdateDataRetention"),
        arn("kinesisvideo", "stream/" + names));
  }

  private PolicyStatement videoStreamList() {
    return allow(
        "ListStreams", List.of("kinesisvideo:ListStreams"), arn("kinesisvideo", "stream/*"));
  }

  /** Streams are encrypted with the key of data: Kinesis Video Streams opens it for us. */
  private PolicyStatement streamsKey(IKey key) {
    return PolicyStatement.Builder.create()
        .sid("StreamsKey")
        .actions(List.of("kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"))
        .resources(List.of(key.getKeyArn()))
        .conditions(
            new TreeMap<>(
                Map.of(
                    "StringEquals",
                    Map.of("kms:ViaService", "kinesisvideo." + getRegion() + ".amazonaws.com"))))
        .build();
  }

  private String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + getRegion() + ":" + getAccount() + ":" + resource;
  }

  private static PolicyStatement allow(String sid, List<String> actions, String resource) {
    return PolicyStatement.Builder.create()
        .sid(sid)
        .actions(actions)
        .resources(List.of(resource))
        .build();
  }
}
