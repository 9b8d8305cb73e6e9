package org.carillon.aws;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Services of this JVM that speak the AWS protocols, on free ports of the loopback address. */
final class LocalServices {

  private LocalServices() {}

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static URI loopback(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A client of the SDK for an endpoint that checks no signatures. */
  static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B client(
      B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  /** DynamoDB Local in memory, without its telemetry. */
  static final class DynamoDb implements AutoCloseable {
    private final DynamoDBProxyServer server;
    final URI endpoint;

    private DynamoDb(DynamoDBProxyServer server, URI endpoint) {
      this.server = server;
      this.endpoint = endpoint;
    }

    static DynamoDb start() throws Exception {
      assumeTrue(
          !System.getProperty("os.name").equals("Linux")
              || System.getProperty("os.arch").equals("amd64"),
          "skipped: DynamoDB Local's database library is there for Linux on x86_64 only");
      int port = freePort();
      DynamoDBProxyServer server =
          ServerRunner.createServerFromCommandLineArgs(
              new String[] {"-inMemory", "-disableTelemetry", "-port", Integer.toString(port)});
      server.start();
      return new DynamoDb(server, loopback(port));
    }

    @Override
    public void close() {
      try {
        server.stop();
      } catch (Exception e) {
        throw new IllegalStateException("DynamoDB Local does not stop", e);
      }
    }
  }

  /** ElasticMQ. */
  static final class ElasticMq implements AutoCloseable {
    private final SQSRestServer server;
    final URI endpoint;

    private ElasticMq(SQSRestServer server, URI endpoint) {
      this.server = server;
      this.endpoint = endpoint;
    }

    static ElasticMq start(int port) {
      SQSRestServer server = SQSRestServerBuilder.withPort(port).withInterface("127.0.0.1").start();
      server.waitUntilStarted();
      return new ElasticMq(server, loopback(port));
    }

    SqsClient client() {
      return LocalServices.client(SqsClient.builder(), endpoint).build();
    }

    @Override
    public void close() {
      server.stopAndWait();
    }
  }

  /** Makes a FIFO queue and gives its URL. */
  static String createFifoQueue(SqsClient sqs, String name) {
    return sqs.createQueue(
            r ->
                r.queueName(name + ".fifo")
                    .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
        .queueUrl();
  }
}
