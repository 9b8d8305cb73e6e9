package org.carillon.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.core.ports.ObjectName;
import org.carillon.core.ports.ObjectPart;
import org.carillon.core.ports.ObjectTooLargeException;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.StoredObject;

/** An object store in memory for tests of rules; it keeps the contract every store keeps. */
public final class MemoryObjects implements Objects {

  private final TreeMap<String, StoredObject> objects =
      new TreeMap<>((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));

  @Override
  public synchronized void put(
      String bucket, String key, byte[] content, String contentType, Map<String, String> metadata) {
    ObjectName.check(bucket, key);
    ObjectName.checkMetadata(metadata);
    objects.put(
        bucket + "/" + key, new StoredObject(content.clone(), contentType, Map.copyOf(metadata)));
  }

  @Override
  public void put(
      String bucket, String key, Path file, String contentType, Map<String, String> metadata) {
    ObjectName.check(bucket, key);
    ObjectName.checkFile(file);
    try {
      put(bucket, key, Files.readAllBytes(file), contentType, metadata);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized boolean putIfAbsent(
      String bucket, String key, byte[] content, String contentType, Map<String, String> metadata) {
    ObjectName.check(bucket, key);
    if (objects.containsKey(bucket + "/" + key)) {
      return false;
    }
    put(bucket, key, content, contentType, metadata);
    return true;
  }

  @Override
  public synchronized Optional<StoredObject> get(String bucket, String key, long maxBytes) {
    ObjectName.check(bucket, key);
    Optional<StoredObject> found = Optional.ofNullable(objects.get(bucket + "/" + key));
    found.ifPresent(
        object -> {
          if (object.content().length > maxBytes) {
            throw new ObjectTooLargeException(bucket, key, object.content().length, maxBytes);
          }
        });
    return found;
  }

  @Override
  public synchronized Optional<ObjectPart> read(
      String bucket, String key, long offset, int length) {
    ObjectName.check(bucket, key);
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("a part is 1 byte or more from 0 or later");
    }
    return Optional.ofNullable(objects.get(bucket + "/" + key))
        .map(
            object -> {
              byte[] all = object.content();
              int from = (int) Math.min(offset, all.length);
              int to = (int) Math.min((long) from + length, all.length);
              return new ObjectPart(
                  Arrays.copyOfRange(all, from, to),
                  all.length,
                  Integer.toString(Arrays.hashCode(all)));
            });
  }

  @Override
  public synchronized List<String> list(String bucket, String keyPrefix, int limit) {
    ObjectName.checkBucket(bucket);
    if (limit < 1) {
      throw new IllegalArgumentException("limit is 1 or more: " + limit);
    }
    return objects.keySet().stream()
        .filter(name -> name.startsWith(bucket + "/" + keyPrefix))
        .map(name -> name.substring(bucket.length() + 1))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void delete(String bucket, String key) {
    ObjectName.check(bucket, key);
    objects.remove(bucket + "/" + key);
  }
}
