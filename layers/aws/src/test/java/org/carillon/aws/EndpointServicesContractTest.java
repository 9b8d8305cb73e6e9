package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.carillon.contract.Json;
import org.carillon.core.ports.EventBus;
import org.carillon.core.ports.EventBusContract;
import org.carillon.core.ports.Keys;
import org.carillon.core.ports.KeysContract;
import org.carillon.core.ports.Logs;
import org.carillon.core.ports.LogsContract;
import org.carillon.core.ports.Metrics;
import org.carillon.core.ports.MetricsContract;
import org.carillon.core.ports.SpeechRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The contract of events, metrics, logs, customers' keys and speech on whatever stands at {@code
 * AWS_ENDPOINT_URL}; the stores are in {@link EndpointContractTest}. Functions are missing: an
 * endpoint would have to run them.
 */
@ExtendWith(MotoDeviations.class)
class EndpointServicesContractTest {

  private final String name = "carillon-" + UUID.randomUUID();

  /** A bus with a rule that hands every event to a queue, where the test looks. */
  @Nested
  @EnabledIf("org.carillon.aws.Endpoint#isGiven")
  class EventBusTest extends EventBusContract {
    private final List<Map<String, Object>> arrived = new ArrayList<>();
    private EventBridgeClient client;
    private SqsClient sqs;
    private String queueUrl;
    private String queueArn;

    @BeforeEach
    void makeBus() {
      client = EventBridgeClient.create();
      sqs = SqsClient.create();
      queueUrl = sqs.createQueue(r -> r.queueName(name)).queueUrl();
      queueArn =
          sqs.getQueueAttributes(
                  r -> r.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
              .attributes()
              .get(QueueAttributeName.QUEUE_ARN);
      sqs.setQueueAttributes(
          r ->
              r.queueUrl(queueUrl)
                  .attributes(Map.of(QueueAttributeName.POLICY, fromEventBridge(queueArn))));
      client.createEventBus(r -> r.name(name));
      client.putRule(
          r ->
              r.eventBusName(name)
                  .name(name)
                  .eventPattern("{\"source\":[\"" + EventBus.DEFAULT_SOURCE + "\"]}"));
      client.putTargets(
          r ->
              r.eventBusName(name)
                  .rule(name)
                  .targets(Target.builder().id("queue").arn(queueArn).build()));
    }

    @AfterEach
    void removeBus() {
      client.removeTargets(r -> r.eventBusName(name).rule(name).ids("queue"));
      client.deleteRule(r -> r.eventBusName(name).name(name));
      client.deleteEventBus(r -> r.name(name));
      sqs.deleteQueue(r -> r.queueUrl(queueUrl));
      client.close();
      sqs.close();
    }

    @Override
    protected EventBus bus() {
      return new EventBridgeBus(client, name, EventBus.DEFAULT_SOURCE);
    }

    /** The endpoint's own: EventBridge takes nobody's word for it. */
    @Override
    protected String account() {
      return queueArn.split(":")[4];
    }

    /** What came until the queue is empty for two seconds. */
    @Override
    protected List<Map<String, Object>> arrived() {
      while (true) {
        List<Message> messages =
            sqs.receiveMessage(r -> r.queueUrl(queueUrl).maxNumberOfMessages(10).waitTimeSeconds(2))
                .messages();
        if (messages.isEmpty()) {
          return arrived;
        }
        for (Message message : messages) {
          arrived.add(Json.readObject(message.body().getBytes(UTF_8)));
          sqs.deleteMessage(r -> r.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
        }
      }
    }

    private static String fromEventBridge(String queueArn) {
      return """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage",
      "Principal":{"Service":"events.amazonaws.com"},"Resource":"%s"}]}\
      """
          .formatted(queueArn);
    }
  }

  @Nested
  @EnabledIf("org.carillon.aws.Endpoint#isGiven")
  class MetricsTest extends MetricsContract {
    private CloudWatchClient client;

    @BeforeEach
    void open() {
      client = CloudWatchClient.create();
    }

    @AfterEach
    void close() {
      client.close();
    }

    @Override
    protected Metrics metrics() {
      return new CloudWatchMetrics(client, name);
    }
  }

  @Nested
  @EnabledIf("org.carillon.aws.Endpoint#isGiven")
  class LogsTest extends LogsContract {
    private CloudWatchLogsClient client;

    @BeforeEach
    void open() {
      client = CloudWatchLogsClient.create();
      removeGroups(); // of a run that was ended
    }

    @AfterEach
    void close() {
      removeGroups();
      client.close();
    }

    private void removeGroups() {
      client
          .describeLogGroupsPaginator(r -> r.logGroupNamePrefix("/aws/ChimeVoiceConnector"))
          .logGroups()
          .forEach(it -> client.deleteLogGroup(r -> r.logGroupName(it.logGroupName())));
    }

    @Override
    protected Logs logs() {
      return new CloudWatchLogs(client, AwsSettings.CallLogs.PLAIN);
    }

    @Override
    protected List<String> kept(Logs.Stream stream) {
      return client
          .getLogEventsPaginator(
              r -> r.logGroupName(stream.group()).logStreamName(stream.name()).startFromHead(true))
          .events()
          .stream()
          .map(OutputLogEvent::message)
          .toList();
    }
  }

  @Nested
  @EnabledIf("org.carillon.aws.Endpoint#isGiven")
  class KeysTest extends KeysContract {
    private static final String ROLE = "arn:aws:iam::000000000000:role/carillon";
    private KmsClient client;

    @BeforeEach
    void open() {
      client = KmsClient.create();
    }

    @AfterEach
    void close() {
      client.close();
    }

    @Override
    protected Keys keys() {
      return new KmsKeys(client, ROLE);
    }

    @Override
    protected boolean enforcesGrants() {
      return false; // whoever made a key may use it, with or without a grant
    }

    @Override
    protected String newKey(String spec) {
      return client
          .createKey(
              r ->
                  r.keySpec(KeySpec.fromValue(spec))
                      .keyUsage(
                          spec.startsWith("RSA")
                              ? KeyUsageType.SIGN_VERIFY
                              : KeyUsageType.ENCRYPT_DECRYPT))
          .keyMetadata()
          .arn();
    }

    @Override
    protected void setEnabled(String keyArn, boolean enabled) {
      String id = keyArn.substring(keyArn.indexOf('/') + 1);
      if (enabled) {
        client.enableKey(r -> r.keyId(id));
      } else {
        client.disableKey(r -> r.keyId(id));
      }
    }

    @Override
    protected void revoke(String keyArn, String grantId) {
      client.revokeGrant(r -> r.keyId(keyArn).grantId(grantId));
    }

    @Override
    protected int grants(String keyArn) {
      return client.listGrants(r -> r.keyId(keyArn)).grants().size();
    }
  }

  /** Speech, of which an endpoint may say anything as long as it is samples. */
  @Nested
  @EnabledIf("org.carillon.aws.Endpoint#isGiven")
  class SpeechTest {
    private final SpeechRuntime polly =
        new PollyRuntimeProvider().from(Map.of("CARILLON_SPEECH", "polly")).orElseThrow();

    @Test
    void aVoiceSpeaksAndOneThatIsNoneIsRefused() {
      assertThat(say("Joanna")).isInstanceOf(SpeechRuntime.Result.Spoken.class);
      assertThat(say("Nobody")).isInstanceOf(SpeechRuntime.Result.Refused.class);
    }

    private SpeechRuntime.Result say(String voice) {
      return polly.speak(
          new SpeechRuntime.Utterance("Hello.", false, "standard", Optional.empty(), voice),
          Duration.ofSeconds(10));
    }
  }
}
