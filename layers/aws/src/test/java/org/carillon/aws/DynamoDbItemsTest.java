package org.carillon.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.UUID;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.ItemsContract;
import org.carillon.core.ports.PortUnavailableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The item store on DynamoDB Local. */
class DynamoDbItemsTest extends ItemsContract {

  private static final String TABLE = "carillon-items";

  private static LocalServices.DynamoDb local;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() throws Exception {
    local = LocalServices.DynamoDb.start();
    client = LocalServices.client(DynamoDbClient.builder(), local.endpoint).build();
    client.createTable(ItemsTable.createRequest(TABLE));
  }

  @AfterAll
  static void stop() {
    if (local != null) { // not started where it was skipped
      client.close();
      local.close();
    }
  }

  @Override
  protected Items items() {
    return new DynamoDbItems(client, TABLE);
  }

  @Test
  void theBodyIsANativeMapThatAConsoleCanRead() {
    ItemKey key = new ItemKey("native", UUID.randomUUID().toString());
    items().write(ItemWrite.create(key, Map.of("name", "lobby", "n", 7)));

    var stored = client.getItem(r -> r.tableName(TABLE).key(TransactionWrites.keyOf(key))).item();

    assertThat(stored.get("body").m().get("name").s()).isEqualTo("lobby");
    assertThat(stored.get("body").m().get("n").n()).isEqualTo("7");
    assertThat(stored).doesNotContainKeys("g1pk", "g2pk");
  }

  @Test
  void aMissingTableIsNamedWithWhatToDo() {
    Items items = new DynamoDbItems(client, "carillon-nowhere");

    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> items.get(new ItemKey("p", "s")))
        .withMessageContaining("There is no table carillon-nowhere")
        .withMessageContaining("CARILLON_TABLE");
    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> items.write(ItemWrite.create(new ItemKey("p", "s"), Map.of())))
        .withMessageContaining("carillon-nowhere");
  }

  @Test
  void aDatabaseThatIsNotReachedIsUnavailable() throws Exception {
    try (DynamoDbClient nobody =
        LocalServices.client(
                DynamoDbClient.builder(), LocalServices.loopback(LocalServices.freePort()))
            .build()) {
      assertThatExceptionOfType(PortUnavailableException.class)
          .isThrownBy(() -> new DynamoDbItems(nobody, TABLE).get(new ItemKey("p", "s")))
          .withMessageContaining("AWS was not reached")
          .withMessageContaining("AWS_ENDPOINT_URL");
    }
  }
}
