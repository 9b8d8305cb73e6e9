package org.carillon.core.reputation;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.reputation.OutboundReputation.Minute;

/** One caller id's day, put together of its minutes, and what stands out in it (N12). */
final class CallerDay {

  /** Outside these hours people are seldom glad of a call, says the guide. */
  private static final LocalTime OPENS = LocalTime.of(10, 0);

  private static final LocalTime CLOSES = LocalTime.of(17, 0);

  /** More calls a minute than these look like a machine's, says the guide. */
  private static final int MOST_PER_MINUTE = 5;

  // ours: with fewer calls a rate says nothing
  private static final int ENOUGH_CALLS = 10;
  private static final int LOW_ANSWER_PERCENT = 25;
  private static final int MANY_SHORT_PERCENT = 25;
  private static final int MANY_CALLERS = 3;

  private final String caller;
  private final LocalDate day;
  private final ZoneId zone;
  private CallCounts total = CallCounts.NONE;
  private CallCounts minute = CallCounts.NONE;
  private LocalTime lastMinute = LocalTime.MIN;
  private long peak;
  private long restrictedPeak;
  private long outsideHours;

  /**
   * @param day of UTC
   * @param zone whose hours are meant
   */
  CallerDay(String caller, LocalDate day, ZoneId zone) {
    this.caller = caller;
    this.day = day;
    this.zone = zone;
  }

  String caller() {
    return caller;
  }

  /** Adds a minute's counts; minutes come in order. */
  void add(Minute more) {
    minute = more.minute().equals(lastMinute) ? minute.plus(more.counts()) : more.counts();
    lastMinute = more.minute();
    total = total.plus(more.counts());
    peak = Math.max(peak, minute.calls());
    restrictedPeak = Math.max(restrictedPeak, minute.restricted());
    LocalTime there =
        day.atTime(more.minute()).atZone(ZoneOffset.UTC).withZoneSameInstant(zone).toLocalTime();
    if (there.isBefore(OPENS) || !there.isBefore(CLOSES)) {
      outsideHours += more.counts().calls();
    }
  }

  /**
   * The day as the API shows it.
   *
   * @param callersTowardOne the most caller ids that called one number
   */
  Map<String, Object> shape(long callersTowardOne) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("PhoneNumber", caller);
    shape.put("Date", day.toString());
    shape.put("Calls", Math.toIntExact(total.calls()));
    shape.put("AnsweredCalls", Math.toIntExact(total.answered()));
    shape.put("AnswerPercent", percent(total.answered(), total.calls()));
    shape.put("ShortCalls", Math.toIntExact(total.shortCalls()));
    shape.put("ShortAlerts", Math.toIntExact(total.shortAlerts()));
    shape.put("TalkSeconds", (int) Math.min(Integer.MAX_VALUE, total.talkSeconds()));
    shape.put("PeakCallsPerMinute", Math.toIntExact(peak));
    shape.put("CallsOutsideHours", Math.toIntExact(outsideHours));
    shape.put("CallerIdsTowardOneNumber", Math.toIntExact(callersTowardOne));
    shape.put("RestrictedCountryCalls", Math.toIntExact(total.restricted()));
    shape.put("Findings", findings(callersTowardOne));
    return shape;
  }

  private List<String> findings(long callersTowardOne) {
    List<String> findings = new ArrayList<>();
    boolean enough = total.calls() >= ENOUGH_CALLS;
    if (enough && percent(total.answered(), total.calls()) < LOW_ANSWER_PERCENT) {
      findings.add("LOW_ANSWER_RATE");
    }
    if (enough && percent(total.shortCalls(), total.answered()) >= MANY_SHORT_PERCENT) {
      findings.add("SHORT_CALLS");
    }
    if (peak > MOST_PER_MINUTE) {
      findings.add("HIGH_VOLUME");
    }
    if (outsideHours > 0) {
      findings.add("OUTSIDE_CALLING_HOURS");
    }
    if (callersTowardOne >= MANY_CALLERS) {
      findings.add("CALLER_ID_ROTATION");
    }
    if (total.restrictedShort() > 0 || restrictedPeak > MOST_PER_MINUTE) {
      findings.add("RESTRICTED_COUNTRY_RULES");
    }
    return findings;
  }

  private static int percent(long part, long whole) {
    return whole == 0 ? 0 : Math.toIntExact(part * 100 / whole);
  }
}
