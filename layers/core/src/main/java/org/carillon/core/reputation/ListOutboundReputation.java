package org.carillon.core.reputation;

import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
import org.carillon.core.PageToken;
import org.carillon.core.numbers.E164;
import org.carillon.core.reputation.OutboundReputation.Minute;

/**
 * ListOutboundReputation of the operator's API (N12): how a day's calls went, by caller id. A call
 * is counted when it is over, on the day it was placed.
 */
public final class ListOutboundReputation implements Operation<OperatorDocument, OperatorDocument> {

  private static final int DEFAULT_RESULTS = 100;

  private final OutboundReputation reputation;
  private final PageToken tokens;
  private final InstantSource clock;

  /** Over these counts; without a date the day is that of this clock. */
  public ListOutboundReputation(
      OutboundReputation reputation, PageToken tokens, InstantSource clock) {
    this.reputation = reputation;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public OperatorDocument handle(OperatorDocument request, Caller caller) {
    Map<String, Object> asked = request.members();
    LocalDate day = day((String) asked.get("Date"));
    ZoneId zone = zone((String) asked.get("TimeZone"));
    String number = number((String) asked.get("PhoneNumber"));
    int most = asked.get("MaxResults") instanceof Integer wanted ? wanted : DEFAULT_RESULTS;
    String question = String.join("\n", "outbound-reputation", day.toString(), number);
    Optional<String> after = tokens.open((String) asked.get("NextToken"), question);

    List<CallerDay> days = new ArrayList<>();
    String end = after.orElse("");
    boolean more = false;
    List<Minute> minutes;
    do {
      minutes = reputation.minutes(day, number, Optional.of(end).filter(it -> !it.isEmpty()));
      for (Minute minute : minutes) {
        boolean isNew = days.isEmpty() || !days.getLast().caller().equals(minute.caller());
        if (isNew && days.size() == most) {
          more = true;
          break;
        }
        if (isNew) {
          days.add(new CallerDay(minute.caller(), day, zone));
        }
        days.getLast().add(minute);
        end = minute.position();
      }
    } while (!more && !minutes.isEmpty());
    return answer(days, day, more ? Optional.of(tokens.seal(end, question)) : Optional.empty());
  }

  private OperatorDocument answer(List<CallerDay> days, LocalDate day, Optional<String> next) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "CallerIds",
        days.stream()
            .map(one -> one.shape(reputation.callersTowardOne(day, one.caller())))
            .toList());
    next.ifPresent(token -> answer.put("NextToken", token));
    return new OperatorDocument(answer);
  }

  private LocalDate day(String asked) {
    if (asked == null) {
      return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
    try {
      return LocalDate.parse(asked);
    } catch (DateTimeException notADate) {
      throw bad("Date: a day like 2026-05-31.");
    }
  }

  private static ZoneId zone(String asked) {
    try {
      return asked == null ? ZoneOffset.UTC : ZoneId.of(asked);
    } catch (DateTimeException noZone) {
      throw bad("TimeZone: a zone of the IANA database, such as America/Los_Angeles.");
    }
  }

  private static String number(String asked) {
    return asked == null
        ? ""
        : E164.of(asked).orElseThrow(() -> bad("PhoneNumber: a number like +12065550100."));
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }
}
