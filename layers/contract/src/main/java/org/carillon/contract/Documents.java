package org.carillon.contract;

import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkPojo;

/**
 * SDK shapes as plain documents for stores and JSON, and back without loss: the model's member
 * names are the keys, timestamps are ISO 8601 strings, enums strings, blobs base64; members that
 * are not set are left out.
 */
public final class Documents {

  private Documents() {}

  /** The document of a shape. The maps and lists are the caller's to change. */
  public static Map<String, Object> toDocument(SdkPojo shape) {
    Objects.requireNonNull(Api.VOICE);
    throw new UnsupportedOperationException();
  }

  /**
   * The shape of a document. Keys that the shape does not have are ignored.
   *
   * @throws IllegalArgumentException when a value has the wrong type; the message names the member
   */
  public static <T extends SdkPojo> T fromDocument(Map<String, Object> document, Class<T> type) {
    Objects.requireNonNull(Api.VOICE);
    throw new UnsupportedOperationException();
  }
}
