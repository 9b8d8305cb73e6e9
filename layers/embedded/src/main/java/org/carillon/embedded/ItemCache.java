package org.carillon.embedded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;

/**
 * The items that were read by key lately, so that the next read asks neither SQLite nor the JSON
 * parser. The way of a call is three such reads.
 *
 * <p>Exact, because the data directory is this process's alone and every write is announced: from
 * {@link #writing} until {@link #written} the keys of a write are read from the store, and what was
 * read beside a write is not kept. Safe for use by many threads; each part of the cache is guarded
 * by itself.
 */
final class ItemCache {

  private static final int PARTS = 64;

  /** Most bytes of bodies in one part, as they are stored; in memory they take a few times that. */
  private static final int PART_BYTES = 64 * 1024;

  /** What an item takes beside its body. */
  private static final int ITEM_BYTES = 256;

  private final List<Part> parts = new ArrayList<>(PARTS);

  ItemCache() {
    for (int i = 0; i < PARTS; i++) {
      parts.add(new Part());
    }
  }

  /**
   * An item as the store has it.
   *
   * @param item empty when there is none
   * @param bodyBytes of its body
   */
  record Found(Optional<Item> item, int bodyBytes) {

    int bytes() {
      return ITEM_BYTES + bodyBytes;
    }
  }

  private static final class Part {
    /** Least recently used first. */
    final Map<ItemKey, Found> items = new LinkedHashMap<>(16, 0.75f, true);

    int bytes;

    /** Keys that are being written now. */
    int writing;

    /** Writes that ended. */
    long written;

    void keep(ItemKey key, Found found) {
      if (found.bytes() > PART_BYTES) {
        return;
      }
      remove(key);
      items.put(key, found);
      bytes += found.bytes();
      var eldest = items.entrySet().iterator();
      while (bytes > PART_BYTES) {
        bytes -= eldest.next().getValue().bytes();
        eldest.remove();
      }
    }

    void remove(ItemKey key) {
      Found gone = items.remove(key);
      if (gone != null) {
        bytes -= gone.bytes();
      }
    }
  }

  /** The item under a key, from here or by asking the store. */
  Optional<Item> get(ItemKey key, Function<ItemKey, Found> store) {
    Part part = part(key);
    long writtenBefore;
    synchronized (part) {
      Found kept = part.items.get(key);
      if (kept != null) {
        return kept.item();
      }
      writtenBefore = part.written;
    }
    Found found = store.apply(key);
    synchronized (part) {
      if (part.writing == 0 && part.written == writtenBefore) {
        part.keep(key, found);
      }
    }
    return found.item();
  }

  /** These keys are about to change. */
  void writing(List<ItemKey> keys) {
    for (ItemKey key : keys) {
      Part part = part(key);
      synchronized (part) {
        part.writing++;
        part.remove(key);
      }
    }
  }

  /** The change of these keys is made, or is not made and will not be. */
  void written(List<ItemKey> keys) {
    for (ItemKey key : keys) {
      Part part = part(key);
      synchronized (part) {
        part.writing--;
        part.written++;
      }
    }
  }

  private Part part(ItemKey key) {
    int hash = key.hashCode();
    return parts.get(Math.floorMod(hash ^ hash >>> 16, PARTS));
  }
}
