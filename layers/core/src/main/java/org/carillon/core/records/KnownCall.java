package org.carillon.core.records;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.core.documents.Fields;
import org.carillon.core.records.CallFact.CallAnswered;
import org.carillon.core.records.CallFact.CallEnded;
import org.carillon.core.records.CallFact.CallStarted;

/** What is known of one call: at most one fact of each kind. The first of a kind stays. */
record KnownCall(
    Optional<CallStarted> started, Optional<CallAnswered> answered, Optional<CallEnded> ended) {

  static final KnownCall NOTHING =
      new KnownCall(Optional.empty(), Optional.empty(), Optional.empty());

  KnownCall with(CallFact fact) {
    return switch (fact) {
      case CallStarted first ->
          new KnownCall(started.or(() -> Optional.of(first)), answered, ended);
      case CallAnswered first ->
          new KnownCall(started, answered.or(() -> Optional.of(first)), ended);
      case CallEnded first -> new KnownCall(started, answered, ended.or(() -> Optional.of(first)));
    };
  }

  /** Whether a record can be made. */
  boolean complete() {
    return started.isPresent() && ended.isPresent();
  }

  Optional<Instant> answeredAt() {
    return ended.flatMap(CallEnded::answeredAt).or(() -> answered.map(CallAnswered::at));
  }

  /** The application that had the call last, if one had it. */
  Optional<String> applicationId() {
    return ended
        .flatMap(CallEnded::applicationId)
        .or(() -> started.flatMap(CallStarted::applicationId));
  }

  /** The connector that had the call last, if one had it. */
  Optional<String> voiceConnectorId() {
    return ended
        .flatMap(CallEnded::voiceConnectorId)
        .or(() -> started.flatMap(fact -> fact.trunk().voiceConnectorId()));
  }

  Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    started.ifPresent(fact -> document.put("Started", CallFactDocuments.toDocument(fact)));
    answered.ifPresent(fact -> document.put("Answered", CallFactDocuments.toDocument(fact)));
    ended.ifPresent(fact -> document.put("Ended", CallFactDocuments.toDocument(fact)));
    return document;
  }

  static KnownCall fromDocument(Fields body) {
    return Stream.of("Started", "Answered", "Ended")
        .flatMap(name -> body.optionalObject(name).stream())
        .map(CallFactDocuments::fromDocument)
        .reduce(NOTHING, KnownCall::with, (one, other) -> other);
  }
}
