package org.carillon.core.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.records.CallHistory;
import org.carillon.core.records.CallOverview;

/** GetCall of the operator's API (S4): a call, and all that happened on it moment by moment. */
public final class GetCall implements Operation<OperatorDocument, OperatorDocument> {

  private final CallTimelines timelines;
  private final CallHistory history;

  /** Over these timelines and facts. */
  public GetCall(CallTimelines timelines, CallHistory history) {
    this.timelines = timelines;
    this.history = history;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    String id = (String) request.members().get("TransactionId");
    List<TimelineEntry> entries = timelines.find(id);
    Optional<CallOverview> known = history.overview(id);
    if (entries.isEmpty() && known.isEmpty()) {
      throw new ApiException(
          ErrorType.NOT_FOUND,
          "TransactionId: no call of this id is known. Timelines are kept for "
              + CallTimelines.KEPT.toHours()
              + " hours; ListCalls shows those that are.");
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "Call", known.map(GetCall::shape).orElseGet(() -> startOnly(id, entries.getFirst().at())));
    Instant start =
        known
            .map(CallOverview::startedAt)
            .filter(at -> entries.isEmpty() || !at.isAfter(entries.getFirst().at()))
            .orElseGet(() -> entries.getFirst().at());
    List<Map<String, Object>> timeline = new ArrayList<>(entries.size());
    entries.forEach(entry -> timeline.add(shape(entry, start)));
    answer.put("Timeline", timeline);
    return new OperatorDocument(answer);
  }

  /** A call as the API shows it. */
  static Map<String, Object> shape(CallOverview call) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("TransactionId", call.transactionId());
    shape.put("State", call.live() ? "Live" : "Ended");
    shape.put("StartTime", call.startedAt().toString());
    call.answeredAt().ifPresent(at -> shape.put("AnswerTime", at.toString()));
    call.endedAt().ifPresent(at -> shape.put("EndTime", at.toString()));
    shape.put("Direction", call.direction().wireName());
    shape.put("From", call.from());
    shape.put("To", call.to());
    call.applicationId().ifPresent(id -> shape.put("SipMediaApplicationId", id));
    call.voiceConnectorId().ifPresent(id -> shape.put("VoiceConnectorId", id));
    call.status().ifPresent(status -> shape.put("Status", status.wireName()));
    call.reason().ifPresent(reason -> shape.put("StatusMessage", reason));
    return shape;
  }

  /** A call whose facts are not in the store yet. */
  static Map<String, Object> startOnly(String transactionId, Instant start) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("TransactionId", transactionId);
    shape.put("State", "Live");
    shape.put("StartTime", start.toString());
    return shape;
  }

  private static Map<String, Object> shape(TimelineEntry entry, Instant start) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("Time", entry.at().toString());
    shape.put("OffsetMilliseconds", (int) Duration.between(start, entry.at()).toMillis());
    shape.put("Part", entry.part().name());
    if (!entry.leg().isEmpty()) {
      shape.put("Leg", entry.leg());
    }
    shape.put("Flow", entry.flow().name());
    shape.put("Text", entry.text());
    entry.millis().ifPresent(millis -> shape.put("Milliseconds", (int) millis));
    return shape;
  }
}
