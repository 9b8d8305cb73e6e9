package org.carillon.aws;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Ports;
import org.carillon.core.ports.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The whole family, configured as a process is: by the SDK's own settings and ours. */
class AwsPortsTest {

  @TempDir Path temporary;

  @Test
  void endpointsRegionAndCredentialsComeFromTheSdksOwnSettings() throws Exception {
    try (LocalServices.DynamoDb dynamoDb = LocalServices.DynamoDb.start();
        LocalServices.ElasticMq elasticMq =
            LocalServices.ElasticMq.start(LocalServices.freePort());
        SqsClient sqs = elasticMq.client();
        DynamoDbClient tables =
            LocalServices.client(DynamoDbClient.builder(), dynamoDb.endpoint).build();
        SystemProperties settings = new SystemProperties()) {
      // The variables AWS_ENDPOINT_URL_DYNAMODB, AWS_REGION and so on, in their form for a JVM.
      settings.set("aws.endpointUrlDynamoDb", dynamoDb.endpoint.toString());
      settings.set("aws.endpointUrlSqs", elasticMq.endpoint.toString());
      settings.set("aws.region", "us-east-1");
      settings.set("aws.accessKeyId", "test");
      settings.set("aws.secretAccessKey", "test");
      tables.createTable(ItemsTable.createRequest("items"));
      AwsSettings ours =
          new AwsSettings(
              "items",
              LocalServices.createFifoQueue(sqs, "facts"),
              "alias/carillon",
              temporary.resolve("spool"),
              false,
              "",
              "default",
              "carillon.chime",
              AwsSettings.DEFAULT_METRIC_NAMESPACE,
              AwsSettings.CallLogs.PLAIN);

      try (AwsPorts aws = AwsPorts.open(ours)) {
        Ports ports = aws.ports();
        ItemKey key = new ItemKey("p", "s");
        ports.items().write(ItemWrite.create(key, Map.of("n", 1L)));
        assertThat(ports.items().get(key)).isPresent();
        ports.callFacts().append(new StreamRecord("id", "key", Map.of())).get(30, SECONDS);
        assertThatExceptionOfType(IllegalStateException.class)
            .isThrownBy(() -> AwsPorts.open(ours))
            .withMessageContaining("this process uses")
            .withMessageContaining("CARILLON_SPOOL");
      }
      AwsPorts.open(ours).close();
    }
  }

  /** System properties as they were, at the end. */
  private static final class SystemProperties implements AutoCloseable {
    private final java.util.Properties before =
        (java.util.Properties) System.getProperties().clone();

    void set(String name, String value) {
      System.setProperty(name, value);
    }

    @Override
    public void close() {
      System.setProperties(before);
    }
  }
}
