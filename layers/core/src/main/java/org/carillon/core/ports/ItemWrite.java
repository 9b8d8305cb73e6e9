package org.carillon.core.ports;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One conditional change to one item. */
public sealed interface ItemWrite {

  /** The item it is about. */
  ItemKey key();

  /** What must hold for the whole transaction to go through. */
  Condition condition();

  /**
   * Stores a body under the key, in place of what was there. The body is copied and checked at
   * once: see {@link Document} for what it may hold.
   */
  record Put(
      ItemKey key,
      Map<String, Object> body,
      Optional<ItemKey> index1,
      Optional<ItemKey> index2,
      Condition condition)
      implements ItemWrite {
    public Put {
      body = Document.copyOf(body);
    }
  }

  /** Removes the item. */
  record Delete(ItemKey key, Condition condition) implements ItemWrite {}

  /** Changes nothing, but the condition must hold. */
  record Check(ItemKey key, Condition condition) implements ItemWrite {}

  /** A condition on the item as it stands before the transaction. */
  sealed interface Condition {
    /** No such item. */
    record Absent() implements Condition {}

    /** The item is there, in any version. */
    record Present() implements Condition {}

    /** The item is there in exactly this version. */
    record AtVersion(long version) implements Condition {}

    /** Holds always: last writer wins. Only where losing a concurrent change is right. */
    record Always() implements Condition {}
  }

  /** A new item; fails when the key is taken. */
  static Put create(ItemKey key, Map<String, Object> body) {
    return new Put(key, body, Optional.empty(), Optional.empty(), new Condition.Absent());
  }

  /** A new body for an item as it was read, its index keys kept. */
  static Put replace(Item read, Map<String, Object> body) {
    return new Put(
        read.key(), body, read.index1(), read.index2(), new Condition.AtVersion(read.version()));
  }

  /** Stores whatever was there before. */
  static Put put(ItemKey key, Map<String, Object> body) {
    return new Put(key, body, Optional.empty(), Optional.empty(), new Condition.Always());
  }

  /**
   * Checks what every store asks of a transaction. Adapters call it first.
   *
   * @throws IllegalArgumentException unless it is 1 to {@value Items#MAX_TRANSACTION_WRITES}
   *     writes, each on a different key
   */
  static void checkTransaction(List<ItemWrite> writes) {
    if (writes.isEmpty() || writes.size() > Items.MAX_TRANSACTION_WRITES) {
      throw new IllegalArgumentException(
          "a transaction has 1 to " + Items.MAX_TRANSACTION_WRITES + " writes: " + writes.size());
    }
    Set<ItemKey> keys = HashSet.newHashSet(writes.size());
    for (ItemWrite write : writes) {
      if (!keys.add(write.key())) {
        throw new IllegalArgumentException("two writes of one transaction on " + write.key());
      }
    }
    if (writes.size() > Items.MAX_TRANSACTION_BYTES / Document.MAX_BYTES) {
      long bytes = 0;
      for (ItemWrite write : writes) {
        bytes += write instanceof Put put ? Document.bytes(put.body()) : 0;
      }
      if (bytes > Items.MAX_TRANSACTION_BYTES) {
        throw new IllegalArgumentException(
            "a transaction has at most " + Items.MAX_TRANSACTION_BYTES + " bytes: " + bytes);
      }
    }
  }

  /** Removes an item as it was read. */
  static Delete delete(Item read) {
    return new Delete(read.key(), new Condition.AtVersion(read.version()));
  }
}
