package org.carillon.aws;

import java.util.List;
import org.carillon.core.ports.ItemQuery;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The DynamoDB table of the item store: its attributes, keys and indexes. */
public final class ItemsTable {

  /** The partition key. */
  public static final String PARTITION = "pk";

  /** The sort key. */
  public static final String SORT = "sk";

  /** The item's version, a number. */
  public static final String VERSION = "v";

  /** The item's document, a map. */
  public static final String BODY = "body";

  private ItemsTable() {}

  /**
   * One of the table's two indexes. It holds the items that have its keys, whole.
   *
   * @param name the index's name
   * @param partition the attribute of its partition key
   * @param sort the attribute of its sort key
   */
  public record Index(String name, String partition, String sort) {}

  /** The first index. */
  public static final Index INDEX1 = new Index("index1", "g1pk", "g1sk");

  /** The second index. */
  public static final Index INDEX2 = new Index("index2", "g2pk", "g2sk");

  /** The keys a query looks at; the table's own stand under the name {@code table}. */
  static Index keysOf(ItemQuery.Index index) {
    return switch (index) {
      case TABLE -> new Index("table", PARTITION, SORT);
      case INDEX1 -> INDEX1;
      case INDEX2 -> INDEX2;
    };
  }

  /** What to ask DynamoDB for to get such a table, paid by request. */
  public static CreateTableRequest createRequest(String tableName) {
    return CreateTableRequest.builder()
        .tableName(tableName)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            text(PARTITION),
            text(SORT),
            text(INDEX1.partition()),
            text(INDEX1.sort()),
            text(INDEX2.partition()),
            text(INDEX2.sort()))
        .keySchema(keys(PARTITION, SORT))
        .globalSecondaryIndexes(index(INDEX1), index(INDEX2))
        .build();
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static List<KeySchemaElement> keys(String partition, String sort) {
    return List.of(
        KeySchemaElement.builder().attributeName(partition).keyType(KeyType.HASH).build(),
        KeySchemaElement.builder().attributeName(sort).keyType(KeyType.RANGE).build());
  }

  private static GlobalSecondaryIndex index(Index index) {
    return GlobalSecondaryIndex.builder()
        .indexName(index.name())
        .keySchema(keys(index.partition(), index.sort()))
        .projection(p -> p.projectionType(ProjectionType.ALL))
        .build();
  }
}
