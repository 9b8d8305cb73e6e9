package org.carillon.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.core.ports.Ports;
import org.carillon.core.ports.StreamRecord;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The ports on AWS: DynamoDB, S3, SQS, Lambda, KMS, EventBridge and CloudWatch. Credentials, region
 * and endpoints come from the SDK's default chains ({@code AWS_REGION}, {@code AWS_PROFILE}, {@code
 * AWS_ENDPOINT_URL*} and so on).
 *
 * <p>The clients use the JDK's own HTTP client for its short start; calls come from virtual
 * threads, so a blocking one costs nothing.
 */
public final class AwsPorts implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  /** The longest a Lambda function may run; the caller's own time-out is shorter. */
  private static final Duration LONGEST_FUNCTION = Duration.ofMinutes(15);

  private static final Duration POLL = Duration.ofSeconds(10);
  private static final long MAX_SPOOL_BYTES = 256_000_000;

  private final Ports ports;
  private final SqsEventStream callFacts;
  private final List<SdkAutoCloseable> clients;

  private AwsPorts(Ports ports, SqsEventStream callFacts, List<SdkAutoCloseable> clients) {
    this.ports = ports;
    this.callFacts = callFacts;
    this.clients = clients;
  }

  /**
   * Opens the ports this process's environment variables name; see {@link AwsSettings}.
   *
   * @throws IllegalStateException when a variable is missing or the spool folder cannot be used
   */
  public static AwsPorts fromEnvironment() {
    return open(AwsSettings.from(System.getenv()));
  }

  /**
   * Opens the ports.
   *
   * @throws IllegalStateException when there is no region or the spool folder cannot be used
   */
  public static AwsPorts open(AwsSettings settings) {
    Spool spool;
    try {
      spool = Spool.open(settings.spool(), MAX_SPOOL_BYTES);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The spool folder "
              + settings.spool()
              + " cannot be used ("
              + e.getMessage()
              + "). Set CARILLON_SPOOL to a folder of this process's own.",
          e);
    }
    try {
      DynamoDbClient dynamoDb = client(DynamoDbClient.builder(), READ_TIMEOUT).build();
      S3Client s3 = s3(S3Client.builder(), settings.pathStyleBuckets());
      SqsClient sqs = client(SqsClient.builder(), READ_TIMEOUT).build();
      KmsClient kms = client(KmsClient.builder(), READ_TIMEOUT).build();
      LambdaClient lambda = lambda(LambdaClient.builder());
      EventBridgeClient eventBridge = client(EventBridgeClient.builder(), READ_TIMEOUT).build();
      CloudWatchClient cloudWatch = client(CloudWatchClient.builder(), READ_TIMEOUT).build();
      CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder(), READ_TIMEOUT).build();
      SqsEventStream callFacts =
          new SqsEventStream(new SqsQueue(sqs, settings.queueUrl()), spool, POLL);
      Ports ports =
          new Ports(
              new DynamoDbItems(dynamoDb, settings.table()),
              new S3Objects(s3),
              callFacts,
              new LambdaFunctionInvoker(lambda),
              new KmsSealer(kms, settings.kmsKey()),
              new KmsKeys(kms, settings.role()),
              new EventBridgeBus(eventBridge, settings.eventBus(), settings.eventSource()),
              new CloudWatchMetrics(cloudWatch, settings.metricNamespace()),
              new CloudWatchLogs(logs, settings.callLogs()));
      return new AwsPorts(
          ports, callFacts, List.of(dynamoDb, s3, sqs, kms, lambda, eventBridge, cloudWatch, logs));
    } catch (SdkClientException e) {
      try {
        spool.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw new IllegalStateException(
          "AWS clients cannot be made (" + e.getMessage() + "). Set AWS_REGION.", e);
    }
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B client(
      B builder, Duration readTimeout) {
    return builder.httpClientBuilder(
        UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT_TIMEOUT)
            .socketTimeout(readTimeout));
  }

  /**
   * On S3 itself buckets of other regions are found too; elsewhere the plainest protocol is used.
   */
  static S3Client s3(S3ClientBuilder builder, boolean pathStyleBuckets) {
    S3ClientBuilder client =
        client(builder, READ_TIMEOUT)
            .forcePathStyle(pathStyleBuckets)
            .crossRegionAccessEnabled(!pathStyleBuckets);
    if (pathStyleBuckets) {
      // Other stores do not all know bodies in signed chunks with a checksum behind them.
      client
          .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
          .serviceConfiguration(c -> c.chunkedEncodingEnabled(false));
    }
    return client.build();
  }

  /** Without retries: an event is handed to a function once. */
  static LambdaClient lambda(LambdaClientBuilder builder) {
    return client(builder, LONGEST_FUNCTION)
        .overrideConfiguration(o -> o.retryStrategy(s -> s.maxAttempts(1)))
        .build();
  }

  /**
   * Ends the stream of call facts, for a process whose disk is lost with it: facts that SQS did not
   * take go to an heir. To be followed by {@link #close}.
   *
   * @throws IOException when the spool cannot be read
   * @throws org.carillon.core.ports.PortUnavailableException when the heir does not take them; they
   *     are in the spool then
   */
  public void endCallFacts(Consumer<List<StreamRecord>> heir) throws IOException {
    callFacts.close(heir);
  }

  /** The ports; of no use after {@link #close()}. */
  public Ports ports() {
    return ports;
  }

  /** Ends the subscriptions, sends or spools what waits, and closes the clients. */
  @Override
  public void close() {
    try {
      callFacts.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the spool cannot be closed", e);
    } finally {
      clients.forEach(SdkAutoCloseable::close);
    }
  }
}
