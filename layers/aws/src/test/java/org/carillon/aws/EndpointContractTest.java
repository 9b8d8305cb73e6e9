package org.carillon.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.EventStreamContract;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.ItemsContract;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.ObjectsContract;
import org.carillon.core.ports.Sealer;
import org.carillon.core.ports.SealerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The contract of the stores and the sealer on whatever stands at {@code AWS_ENDPOINT_URL}
 * (LocalStack, moto). It makes a table, a bucket, queues and a key there. AWS_REGION and
 * credentials are set as well.
 */
@ExtendWith(MotoDeviations.class)
class EndpointContractTest {

  private final String name = "carillon-" + UUID.randomUUID();

  /** Says in every report whether the rest of this class ran. */
  @Test
  void anEndpointIsGiven() {
    assumeTrue(Endpoint.isGiven(), "skipped: AWS_ENDPOINT_URL is not set");
    assertThat(Endpoint.uri().orElseThrow().isAbsolute()).isTrue();
  }

  @Nested
  @EnabledIf("org.carillon.aws.Endpoint#isGiven")
  class ItemsTest extends ItemsContract {
    private DynamoDbClient client;

    @BeforeEach
    void makeTable() {
      client = DynamoDbClient.create();
      client.createTable(ItemsTable.createRequest(name));
      client.waiter().waitUntilTableExists(r -> r.tableName(name));
    }

    @AfterEach
    void removeTable() {
      client.deleteTable(r -> r.tableName(name));
      client.close();
    }

    @Override
    protected Items items() {
      return new DynamoDbItems(client, name);
    }
  }

  @Nested
  @EnabledIf("org.carillon.aws.Endpoint#isGiven")
  class ObjectsTest extends ObjectsContract {
    private S3Client client;

    @BeforeEach
    void makeBucket() {
      client = AwsPorts.s3(S3Client.builder(), true);
      client.createBucket(r -> r.bucket(name));
    }

    @AfterEach
    void close() {
      client.close();
    }

    @Override
    protected Objects objects() {
      return new S3Objects(client);
    }

    @Override
    protected String bucket() {
      return name;
    }
  }

  @Nested
  @EnabledIf("org.carillon.aws.Endpoint#isGiven")
  class EventStreamTest extends EventStreamContract {
    @TempDir Path spool;
    private SqsClient client;
    private SqsEventStream stream;

    @BeforeEach
    void makeQueue() throws IOException {
      client = SqsClient.create();
      String url = LocalServices.createFifoQueue(client, name);
      stream =
          new SqsEventStream(
              new SqsQueue(client, url), Spool.open(spool, 1_000_000), Duration.ofSeconds(1));
    }

    @AfterEach
    void close() throws IOException {
      stream.close();
      client.close();
    }

    @Override
    protected EventStream stream() {
      return stream;
    }
  }

  @Nested
  @EnabledIf("org.carillon.aws.Endpoint#isGiven")
  class SealerTest extends SealerContract {
    private KmsClient client;
    private String keyId;

    @BeforeEach
    void makeKey() {
      client = KmsClient.create();
      keyId = client.createKey(r -> {}).keyMetadata().keyId();
    }

    @AfterEach
    void close() {
      client.close();
    }

    @Override
    protected Sealer sealer() {
      return new KmsSealer(client, keyId);
    }
  }
}
