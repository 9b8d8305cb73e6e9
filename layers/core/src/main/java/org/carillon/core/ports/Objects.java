package org.carillon.core.ports;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The object store: buckets of keyed bytes (S3, or plain files under {@code DATA/s3/BUCKET/KEY}).
 *
 * <p>A bucket is made when it is first named in local mode. Names that {@link ObjectName} does not
 * allow are refused with {@link IllegalArgumentException}. A put is all or nothing: a reader never
 * sees half an object, also when the process dies.
 *
 * <p>Kept as plain files, a few keys that S3 takes cannot be stored and are refused with {@link
 * IllegalArgumentException} too: one that is a folder of another key ({@code a} beside {@code
 * a/b}), one with an empty part ({@code a//b}, {@code a/}), one with a part longer than the file
 * system takes.
 *
 * <p>Implementations are safe for use by many threads. They throw {@link PortUnavailableException}
 * when the store cannot be reached or refuses.
 */
public interface Objects {

  /** The most bytes that one put stores, and one object has here: the limit of S3 for one put. */
  long MAX_PUT_BYTES = 5L << 30;

  /**
   * Stores an object in place of what was there.
   *
   * @param metadata user metadata, lower-case keys
   */
  void put(
      String bucket, String key, byte[] content, String contentType, Map<String, String> metadata);

  /**
   * Stores a file as an object in place of what was there; the file may be larger than memory, of
   * which a bounded part is used.
   *
   * @param file is not changed while it is put
   * @param metadata user metadata, lower-case keys
   * @throws IllegalArgumentException when it has more than {@link #MAX_PUT_BYTES} bytes too
   * @throws UncheckedIOException when the file cannot be read
   */
  void put(String bucket, String key, Path file, String contentType, Map<String, String> metadata);

  /**
   * Stores an object unless the key is taken.
   *
   * @return false when the key was taken; nothing was changed then
   */
  boolean putIfAbsent(
      String bucket, String key, byte[] content, String contentType, Map<String, String> metadata);

  /**
   * Reads an object whole.
   *
   * @param maxBytes the most the caller is ready to hold
   * @return empty when there is no such bucket or key
   * @throws ObjectTooLargeException when it is larger than {@code maxBytes}
   * @throws ObjectDeniedException when the store does not let this process read it
   */
  Optional<StoredObject> get(String bucket, String key, long maxBytes);

  /**
   * Reads a part of an object, for objects that are too large to be held.
   *
   * @param offset where to begin, 0 or more; at or behind the end there are no bytes
   * @param length the most bytes to read, at least 1
   * @return empty when there is no such bucket or key
   */
  Optional<ObjectPart> read(String bucket, String key, long offset, int length);

  /**
   * The keys of a bucket that start so, at most {@code limit}, in the order of their UTF-8 bytes.
   * None when there is no such bucket.
   */
  List<String> list(String bucket, String keyPrefix, int limit);

  /**
   * Whether a put under this key would be taken now, as far as the store can tell without one;
   * nothing is stored.
   */
  default boolean accepts(String bucket, String key) {
    ObjectName.check(bucket, key);
    return true;
  }

  /** Removes an object; nothing happens when there is none. */
  void delete(String bucket, String key);
}
