package org.carillon.core.documents;

import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.core.ports.StreamRecord;

/** Records of the event stream as they stand in a queue's messages: one JSON object each. */
public final class StreamDocuments {

  private StreamDocuments() {}

  /** {@code {"Id": ..., "Key": ..., "Body": {...}}}. */
  public static Map<String, Object> toDocument(StreamRecord entry) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Id", entry.id());
    document.put("Key", entry.key());
    document.put("Body", entry.body());
    return document;
  }

  /**
   * The record in a message.
   *
   * @throws DocumentException when a field is missing or wrong
   */
  public static StreamRecord streamRecord(Map<String, Object> document) {
    Fields fields = Fields.of(document, "StreamRecord");
    return new StreamRecord(
        fields.text("Id"),
        fields.text("Key"),
        fields.optionalObject("Body").orElseThrow(() -> fields.wrong("Body", "an object")));
  }
}
