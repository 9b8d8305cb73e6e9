package org.carillon.core.ports;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The object store: buckets of keyed bytes (S3, or plain files under {@code DATA/s3/BUCKET/KEY}).
 *
 * <p>A bucket is made when it is first named in local mode. Names that would leave the store's
 * folder are refused with {@link IllegalArgumentException}. A put is all or nothing: a reader never
 * sees half an object, also when the process dies.
 */
public interface Objects {

  /**
   * Stores an object in place of what was there.
   *
   * @param metadata user metadata, lower-case keys
   */
  void put(
      String bucket, String key, byte[] content, String contentType, Map<String, String> metadata);

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
   */
  Optional<StoredObject> get(String bucket, String key, long maxBytes);

  /** The keys of a bucket that start so, in order, at most {@code limit}. */
  List<String> list(String bucket, String keyPrefix, int limit);

  /** Removes an object; nothing happens when there is none. */
  void delete(String bucket, String key);
}
