package org.carillon.functions.cdrwriter;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.carillon.core.ports.ObjectPart;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.StoredObject;

/** An object store whose next conditional put fails, once, as the test says. */
final class BrokenObjects implements Objects {

  private final Objects store;
  private final AtomicReference<RuntimeException> next = new AtomicReference<>();

  BrokenObjects(Objects store) {
    this.store = store;
  }

  void failOnce(RuntimeException failure) {
    next.set(failure);
  }

  @Override
  public boolean putIfAbsent(
      String bucket, String key, byte[] content, String contentType, Map<String, String> metadata) {
    RuntimeException failure = next.getAndSet(null);
    if (failure != null) {
      throw failure;
    }
    return store.putIfAbsent(bucket, key, content, contentType, metadata);
  }

  @Override
  public void put(
      String bucket, String key, byte[] content, String contentType, Map<String, String> metadata) {
    store.put(bucket, key, content, contentType, metadata);
  }

  @Override
  public void put(
      String bucket, String key, Path file, String contentType, Map<String, String> metadata) {
    store.put(bucket, key, file, contentType, metadata);
  }

  @Override
  public Optional<StoredObject> get(String bucket, String key, long maxBytes) {
    return store.get(bucket, key, maxBytes);
  }

  @Override
  public Optional<ObjectPart> read(String bucket, String key, long offset, int length) {
    return store.read(bucket, key, offset, length);
  }

  @Override
  public List<String> list(String bucket, String keyPrefix, int limit) {
    return store.list(bucket, keyPrefix, limit);
  }

  @Override
  public void delete(String bucket, String key) {
    store.delete(bucket, key);
  }
}
