package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.core.calls.Calls.FIRST;
import static org.carillon.core.calls.Calls.LEG_A;
import static org.carillon.core.calls.Calls.SPEAK;
import static org.carillon.core.calls.Calls.callerHungUp;
import static org.carillon.core.calls.Calls.finished;
import static org.carillon.core.calls.Calls.inbound;
import static org.carillon.core.calls.Calls.newCall;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Json;
import org.carillon.core.records.CallStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call from turn to turn with a function that answers (S4). */
class CallTurnsTest {

  private final ScriptedFunction function = new ScriptedFunction();

  @Test
  void aWholeCallHasOneEventForEachThingThatHappens() {
    function.thenActions(SPEAK).thenActions(SPEAK).thenActions();
    CallTurns turns = function.turns();

    Turn greeting = turns.turn(inbound(FIRST), newCall());
    Turn goodbye = turns.turn(greeting.next(), finished(greeting.next()));
    Turn idle = turns.turn(goodbye.next(), finished(goodbye.next()));
    Turn over = turns.turn(idle.next(), callerHungUp());

    assertThat(function.types())
        .containsExactly("NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "ACTION_SUCCESSFUL", "HANGUP");
    assertThat(function.invocations())
        .extracting(ScriptedFunction.Invocation::sequence)
        .containsExactly(1, 2, 3, 4);
    assertThat(goodbye.replaceRunning()).isTrue();
    assertThat(idle.replaceRunning()).isTrue();
    assertThat(idle.commands()).isEmpty();
    assertThat(over.end()).contains(new CallEnd(CallStatus.COMPLETED, 0, "OK"));
    assertThat(over.commands()).isEmpty();
    assertThat(over.log()).isEmpty();
  }

  @Test
  void anAnswerWithoutActionsLetsTheRunningListGoOn() {
    function.thenActions(SPEAK).thenAnswer("{\"SchemaVersion\":\"1.0\"}");
    Turn greeting = function.turns().turn(inbound(FIRST), newCall());

    Turn kept = function.turns().turn(greeting.next(), finished(greeting.next()));

    assertThat(kept.replaceRunning()).isFalse();
    assertThat(kept.commands()).isEmpty();
    assertThat(kept.end()).isEmpty();
  }

  @Test
  void attributesReplaceTheStoredOnesAndStayUntilCleared() {
    function
        .thenAnswer(withAttributes("{\"a\":1,\"b\":2}"))
        .thenAnswer(withAttributes("null"))
        .thenAnswer(withAttributes("{\"c\":3}"))
        .thenAnswer(withAttributes("{}"));
    CallTurns turns = function.turns();

    CallSession session = turns.turn(inbound(FIRST), newCall()).next();
    assertThat(session.attributes()).contains(Map.of("a", 1, "b", 2));
    session = turns.turn(session, finished(session)).next();
    assertThat(session.attributes()).contains(Map.of("a", 1, "b", 2));
    session = turns.turn(session, finished(session)).next();
    assertThat(session.attributes()).contains(Map.of("c", 3));
    session = turns.turn(session, finished(session)).next();
    assertThat(session.attributes()).contains(Map.of());
  }

  @Test
  void anActionThatCannotBeDoneIsToldToTheFunction() {
    function.thenActions(SPEAK, "{\"Type\":\"VoiceFocus\"}").thenActions(SPEAK);
    Turn greeting = function.turns().turn(inbound(FIRST), newCall());
    MediaCommand.Fail fail = (MediaCommand.Fail) greeting.commands().getLast();

    Turn instead =
        function.turns().turn(greeting.next(), new CallEvent.ActionFailed(1, 2, fail.error()));

    assertThat(function.last().type()).isEqualTo("ACTION_FAILED");
    assertThat(function.last().event().get("ActionData"))
        .isEqualTo(
            Map.of(
                "Type",
                "VoiceFocus",
                "Parameters",
                Map.of(),
                "ErrorType",
                "MissingRequiredActionParameter",
                "ErrorMessage",
                "Missing a required action parameter."));
    assertThat(instead.commands()).hasExactlyElementsOfTypes(MediaCommand.Speak.class);
  }

  @ParameterizedTest
  @CsvSource({
    "CALLER, 487, The caller hung up before the call was answered",
    "APPLICATION, 486, The application rejected the call",
    "NOT_ANSWERED, 480, The application did not answer the call within 30 seconds",
    "NO_COMMON_CODEC, 488, No common codec"
  })
  void anUnansweredCallEndsAsFailedWithItsReason(HangupCause cause, int status, String reason) {
    Turn ringing = function.thenActions(Calls.PAUSE).turns().turn(inbound(FIRST), newCall());

    Turn over = function.turns().turn(ringing.next(), new CallEvent.HungUp(LEG_A, status, cause));

    assertThat(over.end()).contains(new CallEnd(CallStatus.FAILED, status, reason));
    assertThat(function.last().type()).isEqualTo("HANGUP");
  }

  @Test
  void aCancelThatOvertakesTheOrderedAnswerLeavesTheCallUnanswered() {
    Turn answering = function.thenActions(SPEAK).turns().turn(inbound(FIRST), newCall());

    Turn over =
        function
            .turns()
            .turn(answering.next(), new CallEvent.HungUp(LEG_A, 487, HangupCause.CALLER));

    assertThat(over.end())
        .contains(
            new CallEnd(CallStatus.FAILED, 487, "The caller hung up before the call was answered"));
  }

  @Test
  void anAnsweredCallWhoseNodeStopsEndsAsFailed() {
    Turn speaking = function.thenActions(SPEAK).turns().turn(inbound(FIRST), newCall());

    Turn over =
        function
            .turns()
            .turn(speaking.next(), new CallEvent.HungUp(LEG_A, 0, HangupCause.NODE_STOPPED));

    assertThat(over.end()).contains(new CallEnd(CallStatus.FAILED, 0, "The media node stopped"));
  }

  @Test
  void theAnswerToAHangupIsIgnoredWhateverItIs() {
    function.thenActions(SPEAK).thenAnswer("<nonsense>");
    Turn speaking = function.turns().turn(inbound(FIRST), newCall());

    Turn over = function.turns().turn(speaking.next(), callerHungUp());

    assertThat(over.end()).map(CallEnd::status).contains(CallStatus.COMPLETED);
    assertThat(over.log()).isEmpty();
    assertThat(function.types()).containsExactly("NEW_INBOUND_CALL", "HANGUP");
  }

  @Test
  void aFunctionThatNeverGotTheCallIsNotToldOfItsEnd() {
    Turn over =
        function.turns().turn(inbound(FIRST), new CallEvent.HungUp(LEG_A, 487, HangupCause.CALLER));

    assertThat(function.invocations()).isEmpty();
    assertThat(over.end()).isPresent();
  }

  @Test
  void aFunctionIsInvokedAtMost1000TimesInACall() {
    CallTurns turns = function.turns();
    function.thenActions(SPEAK);
    CallSession session = turns.turn(inbound(FIRST), newCall()).next();
    for (int i = 1; i < 1000; i++) {
      function.thenActions(SPEAK);
      session = turns.turn(session, finished(session)).next();
    }

    Turn over = turns.turn(session, finished(session));

    assertThat(function.invocations()).hasSize(1000);
    assertThat(over.end()).map(CallEnd::status).contains(CallStatus.FAILED);
    assertThat(over.commands()).containsExactly(new MediaCommand.Hangup(LEG_A, 0));
    assertThat(over.log().getFirst().text()).contains("limit of 1000 function invocations");
  }

  @Test
  void anEventThatDoesNotFitItsSessionIsRefused() {
    CallTurns turns = function.turns();
    CallSession fresh = inbound(FIRST);

    assertThatThrownBy(() -> turns.turn(fresh, finished(fresh)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("had no list 0");
    assertThatThrownBy(
            () -> turns.turn(fresh, new CallEvent.ActionFailed(1, 0, ActionError.SYSTEM)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("had no list 1");
    assertThatThrownBy(() -> turns.turn(fresh, new CallEvent.HungUp("x", 0, HangupCause.CALLER)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no leg x");
    assertThat(function.invocations()).isEmpty();
  }

  @Test
  void sessionEventAndTurnSurviveTheirWayThroughALambda() {
    function.thenAnswer(
        """
        {"SchemaVersion":"1.0","TransactionAttributes":{"a":[1,{"b":null}]},"Actions":[
         {"Type":"Speak","Parameters":{"Text":"Hi","LanguageCode":"en-US"}},
         {"Type":"PlayAudio","Parameters":{
           "AudioSource":{"Type":"S3","BucketName":"b","Key":"k"}}},
         {"Type":"Pause","Parameters":{"DurationInMilliseconds":500}},
         {"Type":"VoiceFocus","Parameters":{}}]}
        """);
    Turn turn = function.turns().turn(inbound(FIRST), newCall());
    Turn end =
        new Turn(
            turn.next(),
            true,
            true,
            List.of(new MediaCommand.Hangup(LEG_A, 480)),
            Optional.of(new CallEnd(CallStatus.FAILED, 480, "why")),
            List.of(new CallLogLine(CallLogLine.Level.ERROR, "what", "do")));

    assertThat(CallDocuments.turn(overTheWire(CallDocuments.toDocument(turn)))).isEqualTo(turn);
    assertThat(CallDocuments.turn(overTheWire(CallDocuments.toDocument(end)))).isEqualTo(end);
    for (CallEvent event :
        List.of(
            newCall(),
            new CallEvent.ActionsFinished(1),
            callerHungUp(),
            new CallEvent.ActionFailed(1, 1, ActionError.AUDIO_INVALID))) {
      assertThat(CallEventDocuments.event(overTheWire(CallEventDocuments.toDocument(event))))
          .isEqualTo(event);
    }
  }

  private static Map<String, Object> overTheWire(Map<String, Object> document) {
    return Json.readObject(Json.write(document));
  }

  private static String withAttributes(String attributes) {
    return "{\"SchemaVersion\":\"1.0\",\"TransactionAttributes\":"
        + attributes
        + ",\"Actions\":["
        + SPEAK
        + "]}";
  }
}
