package org.carillon.aws;

import org.carillon.core.numbers.OrdersContract;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Sealer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Orders on DynamoDB Local, whose indexes do not lag. */
class DynamoDbOrdersTest extends OrdersContract {

  private static final String TABLE = "carillon-orders";

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

  /** Tokens are sealed by KMS elsewhere; here they only have to come back. */
  @Override
  protected Sealer sealer() {
    return new Sealer() {
      @Override
      public byte[] seal(byte[] plaintext, String context) {
        return plaintext.clone();
      }

      @Override
      public byte[] open(byte[] sealedBytes, String context) {
        return sealedBytes.clone();
      }
    };
  }
}
