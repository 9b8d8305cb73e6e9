package org.carillon.media.ivr;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/** Values by key, bounded by bytes; what was not used for longest goes first. Thread-safe. */
final class BoundedCache<K, V> {
  private final long maxBytes;
  private final ToLongFunction<V> size;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  BoundedCache(long maxBytes, ToLongFunction<V> size) {
    this.maxBytes = maxBytes;
    this.size = size;
  }

  /** Null when it is not there. */
  V get(K key) {
    lock.lock();
    try {
      return values.get(key);
    } finally {
      lock.unlock();
    }
  }

  /** Keeps a value in place of the one before, unless it alone is larger than the cache. */
  void put(K key, V value) {
    long added = size.applyAsLong(value);
    lock.lock();
    try {
      V before = values.remove(key);
      bytes -= before == null ? 0 : size.applyAsLong(before);
      if (added > maxBytes) {
        return;
      }
      values.put(key, value);
      bytes += added;
      Iterator<V> oldest = values.values().iterator();
      while (bytes > maxBytes) {
        bytes -= size.applyAsLong(oldest.next());
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }
}
