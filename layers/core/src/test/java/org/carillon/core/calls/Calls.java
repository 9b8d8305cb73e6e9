package org.carillon.core.calls;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.carillon.core.routing.RouteTarget;

/** The call that these tests are about. */
final class Calls {

  static final String LEG_A = "cccccccc-0000-4000-8000-00000000000a";
  static final RouteTarget FIRST = target(1, "us-east-1");
  static final RouteTarget SECOND = target(2, "us-west-2");
  static final RouteTarget THIRD = target(3, "eu-central-1");

  static final String SPEAK = "{\"Type\":\"Speak\",\"Parameters\":{\"Text\":\"Hello\"}}";
  static final String PAUSE =
      "{\"Type\":\"Pause\",\"Parameters\":{\"DurationInMilliseconds\":1000}}";
  static final String HANGUP = "{\"Type\":\"Hangup\",\"Parameters\":{\"SipResponseCode\":\"0\"}}";

  private Calls() {}

  static RouteTarget target(int number, String region) {
    return new RouteTarget(
        "aaaaaaaa-0000-4000-8000-00000000000" + number,
        "arn:aws:lambda:" + region + ":111122223333:function:f" + number,
        region);
  }

  static CallSession inbound(RouteTarget... targets) {
    return inbound("+12065550199", Map.of(), targets);
  }

  static CallSession inbound(String from, Map<String, String> headers, RouteTarget... targets) {
    ToApplication route =
        new ToApplication(
            "99999999-2222-4333-8444-555555555555",
            List.of(targets),
            from,
            "+12065550100",
            new LinkedHashMap<>(headers));
    return CallSession.inbound(
        "111122223333",
        "11111111-2222-4333-8444-555555555555",
        LEG_A,
        route,
        Instant.ofEpochMilli(1_700_000_000_000L));
  }

  static CallEvent newCall() {
    return new CallEvent.NewInboundCall();
  }

  /** The list in hand is done. */
  static CallEvent finished(CallSession session) {
    return new CallEvent.ActionsFinished(session.list());
  }

  static CallEvent callerHungUp() {
    return new CallEvent.HungUp(LEG_A, 0, HangupCause.CALLER);
  }
}
