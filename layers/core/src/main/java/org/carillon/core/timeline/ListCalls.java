package org.carillon.core.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.PageToken;
import org.carillon.core.records.CallHistory;
import org.carillon.core.records.CallOverview;

/** ListCalls of the operator's API (S4): live and recent calls, newest first. */
public final class ListCalls implements Operation<OperatorDocument, OperatorDocument> {

  private static final int DEFAULT_RESULTS = 25;

  private final CallTimelines timelines;
  private final CallHistory history;
  private final PageToken tokens;
  private final InstantSource clock;

  /** Over these timelines and facts; "recent" is told by this clock. */
  public ListCalls(
      CallTimelines timelines, CallHistory history, PageToken tokens, InstantSource clock) {
    this.timelines = timelines;
    this.history = history;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Where a list goes on: an hour, and the store's position in it. */
  private record Position(Instant hour, Optional<String> inHour) {

    String text() {
      return hour + " " + inHour.orElse("");
    }

    static Position of(String text) {
      int space = text.indexOf(' ');
      String rest = text.substring(space + 1);
      return new Position(
          Instant.parse(text.substring(0, space)), Optional.of(rest).filter(it -> !it.isEmpty()));
    }
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Map<String, Object> asked = request.members();
    String state = (String) asked.getOrDefault("State", "");
    int most = asked.get("MaxResults") instanceof Integer wanted ? wanted : DEFAULT_RESULTS;
    String question = "calls\n" + state;
    Instant now = clock.instant();
    Instant oldest = now.minus(CallTimelines.KEPT);
    Optional<Position> at =
        Optional.of(
            tokens
                .open((String) asked.get("NextToken"), question)
                .map(Position::of)
                .orElse(new Position(now, Optional.empty())));
    List<Map<String, Object>> calls = new ArrayList<>();
    while (at.isPresent() && calls.size() < most) {
      Position here = at.get();
      CallTimelines.Page page = timelines.inHour(here.hour(), most - calls.size(), here.inHour());
      page.calls().stream()
          .map(this::shape)
          .filter(call -> state.isEmpty() || state.equals(call.get("State")))
          .forEach(calls::add);
      at =
          page.next().isPresent()
              ? Optional.of(new Position(here.hour(), page.next()))
              : Optional.of(new Position(here.hour().minus(Duration.ofHours(1)), Optional.empty()))
                  .filter(older -> !older.hour().isBefore(oldest));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Calls", calls);
    at.ifPresent(next -> answer.put("NextToken", tokens.seal(next.text(), question)));
    return new OperatorDocument(answer);
  }

  private Map<String, Object> shape(CallTimelines.Listed listed) {
    Optional<CallOverview> known = history.overview(listed.transactionId());
    return known
        .map(GetCall::shape)
        .orElseGet(() -> GetCall.startOnly(listed.transactionId(), listed.firstMoment()));
  }
}
