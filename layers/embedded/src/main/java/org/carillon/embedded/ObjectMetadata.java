package org.carillon.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import org.carillon.core.ports.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Media types and user metadata of objects, each in a file {@code
 * DATA/s3-metadata/BUCKET/SHA-256-OF-KEY.json}. The hash, because a key's own name with an ending
 * could be another key's folder.
 *
 * <p>An object and its metadata are two files and cannot be replaced in one step. So the new
 * metadata is added first, in front of the old and marked with the hash of the content it belongs
 * to; the rename of the content then makes it the one that counts. A file laid into the store or
 * changed by hand matches none, and gets the media type of its extension.
 */
final class ObjectMetadata {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectMetadata.class);

  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private static final Map<String, String> TYPES =
      Map.of(
          "json", "application/json",
          "wav", "audio/wav",
          "ogg", "audio/ogg",
          "txt", "text/plain",
          "csv", "text/csv",
          "html", "text/html");

  /** Old entries that are kept: each stands for a put that died half-way. */
  private static final int KEPT = 4;

  private final Path root;

  ObjectMetadata(Path root) {
    this.root = root;
  }

  /** The file that says more about a key. */
  Path file(String bucket, String key) {
    return root.resolve(bucket).resolve(new Content.OfBytes(key.getBytes(UTF_8)).hash() + ".json");
  }

  /**
   * The file's next content, so that it knows both the object that is there and the coming one.
   *
   * @return empty when nothing needs to be kept: no metadata, and the type follows from the name
   */
  Optional<byte[]> with(
      String bucket, String key, Content content, String contentType, Map<String, String> metadata)
      throws IOException {
    List<Object> entries = entries(bucket, key);
    if (entries.isEmpty() && metadata.isEmpty() && contentType.equals(typeOf(key, content))) {
      return Optional.empty();
    }
    List<Object> next = new ArrayList<>();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("sha256", content.hash());
    entry.put("contentType", contentType);
    entry.put("metadata", new LinkedHashMap<>(metadata));
    next.add(entry);
    next.addAll(entries.subList(0, Math.min(entries.size(), KEPT)));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("key", key);
    document.put("contents", next);
    return Optional.of(Json.pretty(document).getBytes(UTF_8));
  }

  /** A read content together with what is known about it. */
  StoredObject describe(String bucket, String key, byte[] bytes) throws IOException {
    Content content = new Content.OfBytes(bytes);
    List<Object> entries = entries(bucket, key);
    if (!entries.isEmpty()) {
      String hash = content.hash();
      for (Object entry : entries) {
        if (entry instanceof Map<?, ?> map
            && hash.equals(map.get("sha256"))
            && map.get("contentType") instanceof String contentType
            && map.get("metadata") instanceof Map<?, ?> metadata) {
          return new StoredObject(bytes, contentType, texts(metadata));
        }
      }
    }
    return new StoredObject(bytes, typeOf(key, content), Map.of());
  }

  private static Map<String, String> texts(Map<?, ?> metadata) {
    Map<String, String> texts = new LinkedHashMap<>();
    metadata.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
    return texts;
  }

  private List<Object> entries(String bucket, String key) throws IOException {
    Path file = file(bucket, key);
    try {
      if (Json.readObject(Files.readAllBytes(file)).get("contents") instanceof List<?> entries) {
        return List.copyOf(entries);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (JsonException e) {
      LOG.warn("{} is not as Carillon wrote it and is ignored: {}", file, e.getMessage());
    }
    return List.of();
  }

  /** By the key's extension; call detail records have none, and are known by their first byte. */
  private static String typeOf(String key, Content content) throws IOException {
    int dot = key.lastIndexOf('.');
    String named = dot < 0 ? null : TYPES.get(key.substring(dot + 1).toLowerCase(Locale.ROOT));
    if (named != null) {
      return named;
    }
    return content.isJson() ? "application/json" : UNKNOWN_TYPE;
  }
}
