package org.carillon.aws;

import org.carillon.contract.Json;
import org.carillon.core.documents.StreamDocuments;
import org.carillon.core.ports.StreamRecord;

/** Records as the messages of the queue and the lines of the spool: {@link StreamDocuments}. */
final class QueueMessages {

  private QueueMessages() {}

  /** A record as JSON on one line. */
  static byte[] write(StreamRecord entry) {
    return Json.write(StreamDocuments.toDocument(entry));
  }

  /**
   * The record again.
   *
   * @throws RuntimeException when it is not the JSON of a record
   */
  static StreamRecord read(byte[] json) {
    return StreamDocuments.streamRecord(Json.readObject(json));
  }
}
