package org.carillon.infra;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The wildcards that policies of roles may have in their resources, each with its reason. No action
 * has any. A test walks every role of every stack and fails on others.
 */
final class Wildcards {

  /**
   * A resource with a wildcard, or several alike.
   *
   * @param resource the whole resource, with pseudo parameters and references as {@code ${...}}
   * @param actions the whole action, where it matters
   * @param reason why there is no finer one
   */
  record Wildcard(Pattern resource, Pattern actions, String reason) {
    Wildcard(String resource, String actions, String reason) {
      this(Pattern.compile(resource), Pattern.compile(actions), reason);
    }
  }

  /** All of them. */
  static final List<Wildcard> ALL =
      List.of(
          new Wildcard(
              "(arn:aws:s3:::[a-z0-9.-]+|\\$\\{[A-Za-z0-9.:/-]+})/\\*",
              "s3:(GetObject|PutObject|AbortMultipartUpload)",
              "Objects of one bucket: their keys are made of calls and dates."),
          new Wildcard(
              "arn:aws:lambda:[^:]+:[^:]+:function:[A-Za-z0-9_-]*\\*",
              "lambda:InvokeFunction",
              "The operator's own functions; access.functions of carillon.yaml narrows them."),
          new Wildcard(
              "arn:aws:kms:[^:]+:[^:]+:key/\\*",
              "kms:(DescribeKey|CreateGrant|RetireGrant)",
              "Keys of voice profile domains, which customers name later. Grants only to the role"
                  + " that makes them, for one encryption context; the key's policy decides too."),
          new Wildcard(
              "\\*",
              "cloudwatch:PutMetricData",
              "CloudWatch has no resources for it; a condition names the namespace."),
          new Wildcard(
              "\\*",
              "ecr:GetAuthorizationToken",
              "The token is for the account's registry; ECR has no resource for it."),
          new Wildcard(
              "arn:aws:ecs:[^:]+:[^:]+:task/carillon-[a-z0-9]+-media/\\*",
              "ecs:(UpdateTaskProtection|GetTaskProtection|DescribeTasks)",
              "Tasks of the one cluster of nodes: a task does not know its id before it runs."),
          new Wildcard(
              "\\*",
              "ecs:ListTasks",
              "ECS has no resource for a list of a service's tasks; a condition names the"
                  + " cluster."),
          new Wildcard(
              "\\*",
              "elasticloadbalancing:DescribeTargetHealth",
              "Elastic Load Balancing has neither resources nor conditions for it."),
          new Wildcard(
              "arn:aws:logs:[^:]+:[^:]+:log-group:/aws/Chime(VoiceConnectorLogs"
                  + "|(VoiceConnector|SipMediaApplication)SipMessages)/\\*",
              "logs:(PutLogEvents|CreateLogGroup|CreateLogStream|AssociateKmsKey"
                  + "|PutRetentionPolicy)",
              "The log groups of connectors and applications, which are made when one first logs."),
          new Wildcard(
              "\\*",
              "cloudwatch:GetMetricStatistics",
              "CloudWatch has neither resources nor conditions for it."),
          new Wildcard(
              "\\*",
              "ec2:DescribeNetworkInterfaces",
              "EC2 has no resource for the question which public address a task has."),
          new Wildcard(
              "arn:aws:logs:[^:]+:[^:]+:log-group:/aws/lambda/[a-z0-9-]+:log-stream:\\*",
              "logs:(CreateLogStream|PutLogEvents)",
              "Streams of one log group: Lambda names them."),
          new Wildcard(
              "arn:aws:kinesisvideo:[^:]+:[^:]+:stream/Chime(VoiceConnector|MediaPipelines)-\\*",
              "kinesisvideo:(CreateStream|DescribeStream|GetDataEndpoint|PutMedia"
                  + "|UpdateDataRetention)",
              "Streams of calls, which are made when calls are: their names begin as the guide"
                  + " says."),
          new Wildcard(
              "arn:aws:kinesisvideo:[^:]+:[^:]+:stream/\\*",
              "kinesisvideo:ListStreams",
              "A list of streams is of all of the region."),
          new Wildcard(
              "arn:aws:(sns|sqs):[^:]+:[^:]+:ChimeVoiceConnector-Streaming\\*",
              "(sns:Publish|sqs:SendMessage)",
              "Topics and queues for streaming, which customers name so, as the guide says."),
          new Wildcard(
              "arn:aws:lex:[^:]+:[^:]+:bot-alias/\\*",
              "lex:RecognizeText",
              "Bots of this account and region: functions name them in StartBotConversation."),
          new Wildcard(
              "\\*",
              "polly:SynthesizeSpeech",
              "Polly has no resource for speech without a lexicon."),
          new Wildcard(
              "\\*",
              "transcribe:StartStreamTranscription",
              "Transcribe has no resource for streams."),
          new Wildcard(
              "arn:aws:firehose:[^:]+:[^:]+:deliverystream/AmazonChimeSDKEvents-\\*",
              "firehose:(PutRecord|PutRecordBatch)",
              "Delivery streams of events, which customers name so, as the guide says."),
          new Wildcard(
              "arn:\\$\\{Partition}:ssm:[^:]+:[^:]+:parameter/cdk/exports/.*\\*",
              "ssm:.*",
              "CDK's own hand-over of values between regions, in its own folder of parameters."));

  private Wildcards() {}

  /** The reason for a wildcard; empty when there is none. */
  static Optional<String> reason(String action, String resource) {
    return ALL.stream()
        .filter(it -> it.actions().matcher(action).matches())
        .filter(it -> it.resource().matcher(resource).matches())
        .map(Wildcard::reason)
        .findFirst();
  }
}
