package org.carillon.core.reputation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.core.numbers.Countries;

/**
 * Counted calls of one caller id.
 *
 * @param calls all of them
 * @param answered those that were answered
 * @param shortCalls answered ones that lasted less than {@link #SHORT}
 * @param shortAlerts unanswered ones that were given up within {@link #SHORT}
 * @param talkSeconds how long the answered ones lasted together
 * @param restricted those to countries with restrictions (N11)
 * @param restrictedShort short calls and short alerts of them
 */
record CallCounts(
    long calls,
    long answered,
    long shortCalls,
    long shortAlerts,
    long talkSeconds,
    long restricted,
    long restrictedShort) {

  /** What the guide calls short, of calls and of alerts. */
  static final Duration SHORT = Duration.ofSeconds(15);

  static final CallCounts NONE = new CallCounts(0, 0, 0, 0, 0, 0, 0);

  static CallCounts of(OutboundCall call) {
    boolean isShort = call.talked().orElse(call.rang()).compareTo(SHORT) < 0;
    boolean answered = call.talked().isPresent();
    boolean restricted =
        Countries.of(call.to()).filter(OutboundRestrictions.COUNTRIES::contains).isPresent();
    return new CallCounts(
        1,
        answered ? 1 : 0,
        answered && isShort ? 1 : 0,
        !answered && isShort ? 1 : 0,
        call.talked().map(Duration::toSeconds).orElse(0L),
        restricted ? 1 : 0,
        restricted && isShort ? 1 : 0);
  }

  CallCounts plus(CallCounts more) {
    return new CallCounts(
        calls + more.calls,
        answered + more.answered,
        shortCalls + more.shortCalls,
        shortAlerts + more.shortAlerts,
        talkSeconds + more.talkSeconds,
        restricted + more.restricted,
        restrictedShort + more.restrictedShort);
  }

  Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Calls", calls);
    document.put("Answered", answered);
    document.put("ShortCalls", shortCalls);
    document.put("ShortAlerts", shortAlerts);
    document.put("TalkSeconds", talkSeconds);
    document.put("Restricted", restricted);
    document.put("RestrictedShort", restrictedShort);
    return document;
  }

  static CallCounts fromDocument(Map<String, Object> document) {
    return new CallCounts(
        (Long) document.get("Calls"),
        (Long) document.get("Answered"),
        (Long) document.get("ShortCalls"),
        (Long) document.get("ShortAlerts"),
        (Long) document.get("TalkSeconds"),
        (Long) document.get("Restricted"),
        (Long) document.get("RestrictedShort"));
  }
}
