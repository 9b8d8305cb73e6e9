package org.carillon.core.ports;

import java.util.Map;
import org.carillon.contract.Json;

/**
 * One record of the event stream.
 *
 * @param id unique; a second append of the same id within minutes may be dropped. 1 to 128
 *     printable ASCII characters without spaces (what SQS FIFO takes)
 * @param key records of one key keep their order; the transaction id of the call. As {@code id}
 * @param body a document; see {@link Document} for what it may hold
 */
public record StreamRecord(String id, String key, Map<String, Object> body) {

  /** Longest id and key. */
  public static final int MAX_NAME_LENGTH = 128;

  /** Most bytes of a body in its JSON form (SQS takes 256 KiB with what goes around it). */
  public static final int MAX_BODY_BYTES = 240 * 1024;

  public StreamRecord {
    checkName("id", id);
    checkName("key", key);
    body = Document.copyOf(body);
  }

  /**
   * The body as JSON.
   *
   * @throws IllegalArgumentException when it is larger than {@value #MAX_BODY_BYTES} bytes
   */
  public byte[] bodyJson() {
    byte[] json = Json.write(body);
    if (json.length > MAX_BODY_BYTES) {
      throw new IllegalArgumentException(
          "a record's body has at most " + MAX_BODY_BYTES + " bytes: " + json.length);
    }
    return json;
  }

  private static void checkName(String what, String name) {
    if (name.isEmpty()
        || name.length() > MAX_NAME_LENGTH
        || name.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "a record's "
              + what
              + " has 1 to "
              + MAX_NAME_LENGTH
              + " printable ASCII characters without spaces: "
              + name);
    }
  }
}
