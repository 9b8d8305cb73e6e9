package org.carillon.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.ItemWrite.Condition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** One write of the port as one write of a DynamoDB transaction. */
final class TransactionWrites {

  private static final String VERSION_NAME = "#version";
  private static final String BODY_NAME = "#body";

  private TransactionWrites() {}

  static Map<String, AttributeValue> keyOf(ItemKey key) {
    return Map.of(
        ItemsTable.PARTITION,
        AttributeValue.fromS(key.partition()),
        ItemsTable.SORT,
        AttributeValue.fromS(key.sort()));
  }

  static TransactWriteItem of(String table, ItemWrite write) {
    Map<String, String> names = new HashMap<>();
    Map<String, AttributeValue> values = new HashMap<>();
    String condition = condition(write.condition(), names, values);
    Map<String, AttributeValue> key = keyOf(write.key());
    return switch (write) {
      case ItemWrite.Put put -> {
        String update = update(put, names, values);
        yield TransactWriteItem.builder()
            .update(
                u ->
                    u.tableName(table)
                        .key(key)
                        .updateExpression(update)
                        .conditionExpression(condition)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values))
            .build();
      }
      case ItemWrite.Delete delete ->
          TransactWriteItem.builder()
              .delete(
                  d ->
                      d.tableName(table)
                          .key(key)
                          .conditionExpression(condition)
                          .expressionAttributeNames(orNull(names))
                          .expressionAttributeValues(orNull(values)))
              .build();
      case ItemWrite.Check check ->
          TransactWriteItem.builder()
              .conditionCheck(
                  c ->
                      c.tableName(table)
                          .key(key)
                          .conditionExpression(condition == null ? ALWAYS : condition)
                          .expressionAttributeNames(orNull(names))
                          .expressionAttributeValues(orNull(values)))
              .build();
    };
  }

  /** A check must have a condition; this one cannot fail. */
  private static final String ALWAYS = "attribute_exists(pk) OR attribute_not_exists(pk)";

  private static String condition(
      Condition condition, Map<String, String> names, Map<String, AttributeValue> values) {
    return switch (condition) {
      case Condition.Absent absent -> "attribute_not_exists(pk)";
      case Condition.Present present -> "attribute_exists(pk)";
      case Condition.AtVersion at -> {
        names.put(VERSION_NAME, ItemsTable.VERSION);
        values.put(":expected", AttributeValue.fromN(Long.toString(at.version())));
        yield VERSION_NAME + " = :expected";
      }
      case Condition.Always always -> null;
    };
  }

  /** An update and not a put: only an update can count the version up from what is stored. */
  private static String update(
      ItemWrite.Put put, Map<String, String> names, Map<String, AttributeValue> values) {
    names.put(VERSION_NAME, ItemsTable.VERSION);
    names.put(BODY_NAME, ItemsTable.BODY);
    values.put(":zero", AttributeValue.fromN("0"));
    values.put(":one", AttributeValue.fromN("1"));
    values.put(":body", AttributeValues.of(put.body()));
    List<String> set = new ArrayList<>();
    List<String> remove = new ArrayList<>();
    set.add(VERSION_NAME + " = if_not_exists(" + VERSION_NAME + ", :zero) + :one");
    set.add(BODY_NAME + " = :body");
    index(put.index1(), ItemsTable.INDEX1, set, remove, values);
    index(put.index2(), ItemsTable.INDEX2, set, remove, values);
    return "SET "
        + String.join(", ", set)
        + (remove.isEmpty() ? "" : " REMOVE " + String.join(", ", remove));
  }

  private static void index(
      Optional<ItemKey> key,
      ItemsTable.Index index,
      List<String> set,
      List<String> remove,
      Map<String, AttributeValue> values) {
    if (key.isEmpty()) {
      remove.add(index.partition());
      remove.add(index.sort());
    } else {
      set.add(index.partition() + " = :" + index.partition());
      set.add(index.sort() + " = :" + index.sort());
      values.put(":" + index.partition(), AttributeValue.fromS(key.get().partition()));
      values.put(":" + index.sort(), AttributeValue.fromS(key.get().sort()));
    }
  }

  private static <V> Map<String, V> orNull(Map<String, V> map) {
    return map.isEmpty() ? null : map; // DynamoDB refuses an empty one
  }
}
