package org.carillon.aws;

import static org.carillon.aws.ItemsTable.BODY;
import static org.carillon.aws.ItemsTable.PARTITION;
import static org.carillon.aws.ItemsTable.SORT;
import static org.carillon.aws.ItemsTable.VERSION;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.PageToken;
import org.carillon.core.ports.PortUnavailableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** The item store on a DynamoDB table of the shape {@link ItemsTable}. */
final class DynamoDbItems implements Items {

  /** DynamoDB ends a page at 1 MB; a page of ours joins at most so many. */
  private static final int MAX_JOINED_PAGES = 4;

  /** Most keys of one BatchGetItem. */
  private static final int MAX_BATCH = 100;

  private static final int MAX_ATTEMPTS = 12;
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 640;

  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoDbItems(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public Optional<Item> get(ItemKey key) {
    try {
      var response =
          dynamoDb.getItem(
              r -> r.tableName(table).key(TransactionWrites.keyOf(key)).consistentRead(true));
      return response.hasItem() ? Optional.of(item(response.item())) : Optional.empty();
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  @Override
  public Map<ItemKey, Item> getAll(Collection<ItemKey> keys) {
    Map<ItemKey, Item> found = HashMap.newHashMap(keys.size());
    List<ItemKey> all = List.copyOf(keys);
    for (int from = 0; from < all.size(); from += MAX_BATCH) {
      List<ItemKey> batch = all.subList(from, Math.min(from + MAX_BATCH, all.size()));
      for (Item item : batchOf(batch)) {
        found.put(item.key(), item);
      }
    }
    return found;
  }

  private List<Item> batchOf(List<ItemKey> keys) {
    List<Item> found = new ArrayList<>(keys.size());
    KeysAndAttributes asked =
        KeysAndAttributes.builder()
            .keys(keys.stream().map(TransactionWrites::keyOf).toList())
            .consistentRead(true)
            .build();
    Map<String, KeysAndAttributes> left = Map.of(table, asked);
    try {
      for (int attempt = 1; !left.isEmpty(); attempt++) {
        Map<String, KeysAndAttributes> request = left;
        BatchGetItemResponse response = dynamoDb.batchGetItem(r -> r.requestItems(request));
        response
            .responses()
            .getOrDefault(table, List.of())
            .forEach(attributes -> found.add(item(attributes)));
        left = response.unprocessedKeys(); // an answer ends at 16 MB, or when reads are throttled
        if (!left.isEmpty()) {
          if (attempt == MAX_ATTEMPTS) {
            throw new PortUnavailableException(
                "Table " + table + " is read more than its capacity allows.", null);
          }
          pause(attempt);
        }
      }
    } catch (SdkException e) {
      throw unavailable(e);
    }
    return found;
  }

  private static Item item(Map<String, AttributeValue> attributes) {
    return new Item(
        new ItemKey(attributes.get(PARTITION).s(), attributes.get(SORT).s()),
        Long.parseLong(attributes.get(VERSION).n()),
        AttributeValues.document(attributes.get(BODY)),
        indexKey(attributes, ItemsTable.INDEX1),
        indexKey(attributes, ItemsTable.INDEX2));
  }

  private static Optional<ItemKey> indexKey(
      Map<String, AttributeValue> attributes, ItemsTable.Index index) {
    AttributeValue partition = attributes.get(index.partition());
    return partition == null
        ? Optional.empty()
        : Optional.of(new ItemKey(partition.s(), attributes.get(index.sort()).s()));
  }

  @Override
  public ItemPage query(ItemQuery query) {
    ItemsTable.Index keys = ItemsTable.keysOf(query.index());
    Map<String, AttributeValue> start =
        query.after().isPresent() ? startKey(query, keys) : Map.of();
    List<Item> items = new ArrayList<>();
    try {
      for (int page = 0; page < MAX_JOINED_PAGES; page++) {
        QueryResponse response =
            dynamoDb.query(request(query, keys, query.limit() - items.size(), start));
        response.items().forEach(attributes -> items.add(item(attributes)));
        start = response.lastEvaluatedKey();
        if (start.isEmpty() || items.size() == query.limit()) {
          break;
        }
      }
    } catch (SdkException e) {
      throw unavailable(e);
    }
    return new ItemPage(
        items,
        start.isEmpty()
            ? Optional.empty()
            : Optional.of(PageToken.of(query.index(), items.getLast()).text()));
  }

  private QueryRequest request(
      ItemQuery query, ItemsTable.Index keys, int limit, Map<String, AttributeValue> start) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":partition", AttributeValue.fromS(query.partition()));
    String condition = keys.partition() + " = :partition";
    if (!query.sortPrefix().isEmpty()) {
      values.put(":prefix", AttributeValue.fromS(query.sortPrefix()));
      condition += " AND begins_with(" + keys.sort() + ", :prefix)";
    }
    QueryRequest.Builder request =
        QueryRequest.builder()
            .tableName(table)
            .keyConditionExpression(condition)
            .expressionAttributeValues(values)
            .limit(limit)
            .exclusiveStartKey(start.isEmpty() ? null : start);
    return query.index() == ItemQuery.Index.TABLE
        ? request.consistentRead(true).build()
        : request.indexName(keys.name()).build(); // an index has no consistent reads
  }

  private static Map<String, AttributeValue> startKey(ItemQuery query, ItemsTable.Index keys) {
    PageToken token = PageToken.parse(query);
    Map<String, AttributeValue> start = new HashMap<>();
    start.put(keys.partition(), AttributeValue.fromS(query.partition()));
    start.put(keys.sort(), AttributeValue.fromS(token.indexSort()));
    start.put(PARTITION, AttributeValue.fromS(token.partition()));
    start.put(SORT, AttributeValue.fromS(token.sort()));
    return start;
  }

  /**
   * Every write is a transaction, a single one too: its request token makes a repeated request
   * harmless. A plain conditional put that is sent again after a lost answer would find its own
   * item and call it a conflict.
   */
  @Override
  public void write(List<ItemWrite> writes) {
    ItemWrite.checkTransaction(writes);
    List<TransactWriteItem> request =
        writes.stream().map(write -> TransactionWrites.of(table, write)).toList();
    for (int attempt = 1; ; attempt++) {
      try {
        dynamoDb.transactWriteItems(r -> r.transactItems(request));
        return;
      } catch (TransactionCanceledException e) {
        throwIfConflict(writes, e.cancellationReasons());
        pauseOrGiveUp(attempt, e);
      } catch (TransactionInProgressException e) {
        pauseOrGiveUp(attempt, e);
      } catch (SdkException e) {
        throw unavailable(e);
      }
    }
  }

  private static void throwIfConflict(List<ItemWrite> writes, List<CancellationReason> reasons) {
    for (int i = 0; i < reasons.size(); i++) {
      if ("ConditionalCheckFailed".equals(reasons.get(i).code())) {
        throw new ItemConflictException(writes.get(i).key());
      }
    }
  }

  /** Another transaction was on the same items, or the table was throttled. */
  private void pauseOrGiveUp(int attempt, SdkException e) {
    boolean again =
        e instanceof TransactionInProgressException
            || (e instanceof TransactionCanceledException canceled
                && canceled.cancellationReasons().stream().anyMatch(DynamoDbItems::isPassing));
    if (!again || attempt == MAX_ATTEMPTS) {
      throw unavailable(e);
    }
    pause(attempt);
  }

  private static void pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest) + 1);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PortUnavailableException("interrupted between two attempts", interrupted);
    }
  }

  private static boolean isPassing(CancellationReason reason) {
    return switch (String.valueOf(reason.code())) {
      case "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded" -> true;
      default -> false;
    };
  }

  private PortUnavailableException unavailable(SdkException e) {
    if (e instanceof ResourceNotFoundException) {
      return new PortUnavailableException(
          "There is no table "
              + table
              + " in this account and region. Deploy the Data stack, or set CARILLON_TABLE to its"
              + " table's name.",
          e);
    }
    return AwsErrors.unavailable("table " + table, e);
  }
}
