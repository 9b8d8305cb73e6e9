package org.carillon.core.records;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.documents.Fields;

/**
 * A call as its item has it.
 *
 * @param call the facts
 * @param state how far its records are
 * @param bucket where its records go; set with {@link State#CLOSED}, and kept, so that a record
 *     written again after a crash lands where the first try put it
 * @param records what to write; set with {@link State#CLOSED}
 */
record StoredCall(
    KnownCall call, State state, Optional<String> bucket, List<DetailRecord> records) {

  /** How far a call's records are. */
  enum State {
    /** Facts are missing. */
    OPEN,
    /** The records are decided and may or may not have been written. */
    CLOSED,
    /** The records are written. */
    WRITTEN,
    /** No records were wanted, or the bucket cannot hold them; the facts stay here. */
    KEPT
  }

  static final StoredCall NEW =
      new StoredCall(KnownCall.NOTHING, State.OPEN, Optional.empty(), List.of());

  StoredCall with(List<CallFact> facts) {
    KnownCall folded = call;
    for (CallFact fact : facts) {
      folded = folded.with(fact);
    }
    return new StoredCall(folded, state, bucket, records);
  }

  StoredCall closed(String intoBucket, List<DetailRecord> toWrite) {
    return new StoredCall(call, State.CLOSED, Optional.of(intoBucket), toWrite);
  }

  StoredCall in(State other) {
    return new StoredCall(call, other, bucket, records);
  }

  Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("State", state.name());
    document.put("Call", call.toDocument());
    bucket.ifPresent(name -> document.put("Bucket", name));
    List<Map<String, Object>> written = new ArrayList<>(records.size());
    for (DetailRecord record : records) {
      written.add(Map.of("Key", record.key(), "Body", record.document()));
    }
    document.put("Records", written);
    return document;
  }

  static StoredCall fromDocument(Map<String, Object> document) {
    Fields body = Fields.of(document, "Call");
    List<DetailRecord> records = new ArrayList<>();
    for (Fields entry : body.documents("Records")) {
      records.add(new DetailRecord(entry.text("Key"), entry.optionalObject("Body").orElseThrow()));
    }
    return new StoredCall(
        KnownCall.fromDocument(body.document("Call")),
        body.constant("State", State.class),
        body.optionalText("Bucket"),
        records);
  }
}
