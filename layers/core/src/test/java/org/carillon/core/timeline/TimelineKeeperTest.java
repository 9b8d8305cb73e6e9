package org.carillon.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.carillon.contract.ApiException;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.MemoryItems;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.core.records.CallHistory;
import org.carillon.core.timeline.Invocation.DigitsShown;
import org.carillon.core.timeline.TimelineEntry.Flow;
import org.carillon.core.timeline.TimelineEntry.Part;
import org.junit.jupiter.api.Test;

/** What is kept of calls for the people who develop their functions, and for how long. */
class TimelineKeeperTest {

  private static final Account ACCOUNT = new Account("111122223333", "us-east-1");
  private static final Instant START = Instant.parse("2026-05-01T10:59:59.500Z");

  private final MemoryItems items = new MemoryItems();
  private final CallTimelines timelines = new CallTimelines(items, ACCOUNT);
  private Instant now = START;
  private final InstantSource clock = () -> now;

  @Test
  void theMomentsOfACallAreReadInTheirOrder() {
    String call = UUID.randomUUID().toString();
    try (var keeper = new TimelineKeeper(timelines, clock)) {
      keeper.note(call, entry(Part.SIP, "INVITE sip:+12065550100@here"));
      keeper.note(call, entry(Part.ROUTING, "SIP rule r -> application a"));
      now = now.plusMillis(20);
      keeper.note(call, entry(Part.SIP, "200 OK (INVITE)"));
      keeper.ended(call);
    }

    OperatorDocument answer =
        new GetCall(timelines, new CallHistory(items, ACCOUNT))
            .handle(new OperatorDocument(Map.of("TransactionId", call)), null);

    List<?> moments = (List<?>) answer.members().get("Timeline");
    assertThat(moments.stream().map(one -> (String) ((Map<?, ?>) one).get("Text")))
        .containsExactly(
            "INVITE sip:+12065550100@here", "SIP rule r -> application a", "200 OK (INVITE)");
    assertThat(((Map<?, ?>) moments.getLast()).get("OffsetMilliseconds")).isEqualTo(20);
  }

  @Test
  void anInviteThatWasOnlyChallengedLeavesNothing() {
    String call = UUID.randomUUID().toString();
    try (var keeper = new TimelineKeeper(timelines, clock)) {
      keeper.note(call, entry(Part.SIP, "INVITE sip:+12065550100@here"));
      keeper.note(call, entry(Part.SIP, "407 Proxy Authentication Required (INVITE)"));
      keeper.ended(call);
    }
    assertThat(items.all()).isEmpty();
  }

  @Test
  void aCallIsForgottenAfterItsEndAndNothingStartsItAgain() {
    String call = UUID.randomUUID().toString();
    try (var keeper = new TimelineKeeper(timelines, clock)) {
      keeper.note(call, entry(Part.ROUTING, "routed"));
      keeper.ended(call);
      now = now.plusSeconds(31);
      keeper.ended("another");
      assertThat(keeper.followed()).isZero();

      keeper.invoked(call, entry(Part.FUNCTION, "f: HANGUP #2"), entry(Part.FUNCTION, "f: -"));
      assertThat(keeper.followed()).isZero();
    }
  }

  @Test
  void aCallThatNeverEndsItsMomentsKeepsTheFirstThousand() {
    String call = UUID.randomUUID().toString();
    try (var keeper = new TimelineKeeper(timelines, clock)) {
      keeper.note(call, entry(Part.ROUTING, "routed"));
      for (int i = 0; i < 5_000; i++) {
        keeper.note(call, entry(Part.MEDIA, "moment " + i));
      }
    }
    List<TimelineEntry> kept = timelines.find(call);
    assertThat(kept).hasSize(TimelineKeeper.MAX_MOMENTS);
    assertThat(kept.getLast().text()).startsWith("more happened");
  }

  @Test
  void anHourHasSoManyCallsAndThenTheNextHourHas() {
    try (var keeper = new TimelineKeeper(timelines, clock)) {
      for (int i = 0; i < TimelineKeeper.MAX_CALLS_AN_HOUR + 500; i++) {
        keeper.note("call-" + i, entry(Part.ROUTING, "routed"));
        keeper.ended("call-" + i);
        now = now.plusMillis(50);
      }
      assertThat(keeper.follows("one more")).isFalse();
      now = now.plus(Duration.ofHours(1));
      assertThat(keeper.follows("one more")).isTrue();
    }
    assertThat(callsSinceTheStart()).hasSize(TimelineKeeper.MAX_CALLS_AN_HOUR);
  }

  @Test
  void aSecondHasSoManyCallsAndWhatWasMissedStaysMissed() {
    try (var keeper = new TimelineKeeper(timelines, clock)) {
      for (int i = 0; i < 300; i++) {
        keeper.note("call-" + i, entry(Part.SIP, "INVITE sip:+12065550100@here"));
        keeper.note("call-" + i, entry(Part.ROUTING, "routed"));
      }
      now = now.plusSeconds(1);
      keeper.note("call-299", entry(Part.SIP, "200 OK (INVITE)"));
      keeper.note("call-299", entry(Part.MEDIA, "playing"));
      assertThat(keeper.follows("one more")).isTrue();
    }
    assertThat(callsSinceTheStart()).hasSize(TimelineKeeper.MAX_CALLS_A_SECOND);
  }

  @Test
  void aDayLaterTheTimelineIsRemoved() {
    try (var keeper = new TimelineKeeper(timelines, clock)) {
      keeper.note("call", entry(Part.ROUTING, "routed"));
    }
    assertThat(timelines.removeOld(now.plus(Duration.ofHours(24)), 10)).isZero();
    assertThat(timelines.removeOld(now.plus(Duration.ofHours(26)), 10)).isEqualTo(1);
    assertThat(items.all()).isEmpty();
  }

  @Test
  void aCallThatNobodyKnowsIsNotFound() {
    var get = new GetCall(timelines, new CallHistory(items, ACCOUNT));
    var unknown = new OperatorDocument(Map.of("TransactionId", UUID.randomUUID().toString()));
    assertThatThrownBy(() -> get.handle(unknown, null))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("TransactionId");
  }

  @Test
  void aTextOfAPeerCannotDrawOnTheTerminal() {
    assertThat(entry(Part.SIP, "x\u001b[2J\ny" + "z".repeat(400)).text())
        .startsWith("x [2J yz")
        .hasSize(TimelineEntry.MAX_TEXT)
        .endsWith("...");
  }

  @Test
  void digitsAreCountedAndShownOnlyWhenAskedFor() {
    String event =
        """
        {"InvocationEventType":"ACTION_SUCCESSFUL","Sequence":3,
         "CallDetails":{"TransactionId":"t"},
         "ActionData":{"Type":"SpeakAndGetDigits","Parameters":{},"ReceivedDigits":"1234"}}
        """;
    String answer = "{\"Actions\":[{\"Type\":\"Speak\"},{\"Type\":\"Hangup\"}]}";

    Invocation masked = invocation(event, answer, DigitsShown.MASKED);
    assertThat(masked.event()).isEqualTo("ACTION_SUCCESSFUL #3 SpeakAndGetDigits 4 digits");
    assertThat(masked.answer()).isEqualTo("Speak, Hangup");
    assertThat(masked.function()).isEqualTo("ivr:live");
    assertThat(masked.toString()).doesNotContain("1234");
    assertThat(invocation(event, answer, DigitsShown.PLAIN).event()).endsWith("digits 1234");
  }

  @Test
  void anAnswerThatCannotBeReadIsAFailure() {
    String event =
        "{\"InvocationEventType\":\"RINGING\",\"CallDetails\":{\"TransactionId\":\"t\"}}";
    assertThat(invocation(event, "<html>", DigitsShown.MASKED).failed()).isTrue();
    assertThat(invocation(event, "null", DigitsShown.MASKED).answer())
        .isEqualTo("an answer without actions");
  }

  @Test
  void whatIsNoEventOfACallIsNotTold() {
    for (String payload : List.of("", "[]", "{\"detail\":{}}", "{\"CallDetails\":{}}")) {
      assertThat(read(payload, "{}", DigitsShown.MASKED)).isEmpty();
    }
  }

  private List<CallTimelines.Listed> callsSinceTheStart() {
    List<CallTimelines.Listed> all = new ArrayList<>();
    for (Instant hour : List.of(START, START.plus(Duration.ofHours(1)))) {
      Optional<String> next = Optional.empty();
      do {
        CallTimelines.Page page = timelines.inHour(hour, 500, next);
        all.addAll(page.calls());
        next = page.next();
      } while (next.isPresent());
    }
    return all;
  }

  private TimelineEntry entry(Part part, String text) {
    return new TimelineEntry(now, part, "A", Flow.IN, text, OptionalLong.empty());
  }

  private static Invocation invocation(String event, String answer, DigitsShown digits) {
    return read(event, answer, digits).orElseThrow();
  }

  private static Optional<Invocation> read(String event, String answer, DigitsShown digits) {
    return Invocation.of(
        "arn:aws:lambda:us-east-1:111122223333:function:ivr:live",
        event.getBytes(StandardCharsets.UTF_8),
        new Result.Answer(answer.getBytes(StandardCharsets.UTF_8)),
        START,
        Duration.ofMillis(7),
        digits);
  }
}
