package org.carillon.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.carillon.core.ports.Ports;
import org.junit.jupiter.api.Test;

/** The environment variables of the AWS adapters. */
class AwsSettingsTest {

  private static final Map<String, String> COMPLETE =
      Map.of(
          "CARILLON_TABLE", "items",
          "CARILLON_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/111122223333/facts.fifo",
          "CARILLON_KMS_KEY", "alias/carillon",
          "CARILLON_SPOOL", "/var/spool/carillon",
          "CARILLON_ROLE_ARN", "arn:aws:iam::111122223333:role/carillon");

  @Test
  void theVariablesAreRead() {
    assertThat(AwsSettings.from(COMPLETE))
        .isEqualTo(
            new AwsSettings(
                "items",
                "https://sqs.us-east-1.amazonaws.com/111122223333/facts.fifo",
                "alias/carillon",
                Path.of("/var/spool/carillon"),
                false,
                "arn:aws:iam::111122223333:role/carillon",
                "default",
                "carillon.chime",
                "Carillon/VoiceConnector",
                AwsSettings.CallLogs.PLAIN));
    assertThat(AwsSettings.from(with("CARILLON_EVENT_BUS", "voice")).eventBus()).isEqualTo("voice");
    assertThat(AwsSettings.from(with("CARILLON_EVENT_SOURCE", "my.app")).eventSource())
        .isEqualTo("my.app");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> AwsSettings.from(with("CARILLON_EVENT_SOURCE", "aws.chime")))
        .withMessageContaining("CARILLON_EVENT_SOURCE");
    assertThat(AwsSettings.from(with("CARILLON_METRIC_NAMESPACE", "My/Voice")).metricNamespace())
        .isEqualTo("My/Voice");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () -> AwsSettings.from(with("CARILLON_METRIC_NAMESPACE", "AWS/ChimeVoiceConnector")))
        .withMessageContaining("CARILLON_METRIC_NAMESPACE");
  }

  @Test
  void logGroupsOfConnectorsHaveATimeAndAKeyWhenTheseAreNamed() {
    Map<String, String> both = new HashMap<>(with("CARILLON_CALL_LOG_DAYS", "90"));
    both.put("CARILLON_CALL_LOG_KEY", "arn:aws:kms:us-east-1:111122223333:key/mrk-1");

    assertThat(AwsSettings.from(both).callLogs())
        .isEqualTo(
            new AwsSettings.CallLogs(
                OptionalInt.of(90), Optional.of("arn:aws:kms:us-east-1:111122223333:key/mrk-1")));
    for (String wrong : List.of("0", "-1", "ninety", "100", "3654", "99999")) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> AwsSettings.from(with("CARILLON_CALL_LOG_DAYS", wrong)))
          .withMessageContaining("CARILLON_CALL_LOG_DAYS");
    }
  }

  @Test
  void everyMissingVariableIsNamed() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> AwsSettings.from(Map.of("CARILLON_TABLE", " ")))
        .withMessageContaining("CARILLON_TABLE, CARILLON_QUEUE_URL, CARILLON_KMS_KEY");
  }

  @Test
  void aQueueThatIsNotFifoIsRefused() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> AwsSettings.from(with("CARILLON_QUEUE_URL", "https://sqs/1/facts")))
        .withMessageContaining("FIFO");
  }

  @Test
  void aSpoolIsOptional() {
    assertThat(AwsSettings.from(with("CARILLON_SPOOL", "")).spool())
        .isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "carillon-spool"));
  }

  @Test
  void anEndpointOfOnesOwnMeansBucketsInThePath() {
    assertThat(AwsSettings.from(with("AWS_ENDPOINT_URL", "http://127.0.0.1:1")).pathStyleBuckets())
        .isTrue();
    assertThat(
            AwsSettings.from(with("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")).pathStyleBuckets())
        .isTrue();
    assertThat(
            AwsSettings.from(with("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1")).pathStyleBuckets())
        .isFalse();
  }

  @Test
  void theServiceLoaderFindsTheAwsFamily() {
    assertThat(ServiceLoader.load(Ports.Provider.class).findFirst())
        .get()
        .isInstanceOf(AwsPortsProvider.class);
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>(COMPLETE);
    environment.put(name, value);
    return environment;
  }
}
