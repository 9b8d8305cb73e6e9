package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.calls.Calls.FIRST;
import static org.carillon.core.calls.Calls.LEG_A;
import static org.carillon.core.calls.Calls.SPEAK;
import static org.carillon.core.calls.Calls.callerHungUp;
import static org.carillon.core.calls.Calls.finished;
import static org.carillon.core.calls.Calls.inbound;
import static org.carillon.core.calls.Calls.newCall;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Json;
import org.carillon.core.records.CallStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The events of calls made by API, of digits, updates, second legs and results (S4, S5, S6, S7).
 */
class CallEventsTest {

  private static final String BRIDGE =
      "{\"Type\":\"CallAndBridge\",\"Parameters\":{\"CallerIdNumber\":\"+12065550199\",\"Endpoints\":"
          + "[{\"BridgeEndpointType\":\"PSTN\",\"Uri\":\"+12065550111\"}]}}";
  private static final String JOIN =
      "{\"Type\":\"JoinChimeMeeting\",\"Parameters\":{\"JoinToken\":\"t\",\"MeetingId\":\"m\"}}";
  private static final String RECORD =
      "{\"Type\":\"RecordAudio\",\"Parameters\":{\"DurationInSeconds\":60,"
          + "\"RecordingDestination\":{\"Type\":\"S3\",\"BucketName\":\"b\"}}}";
  private static final String RECEIVE =
      "{\"Type\":\"ReceiveDigits\",\"Parameters\":{\"InputDigitsRegex\":\"^\\\\d{2}#$\","
          + "\"InBetweenDigitsDurationInMilliseconds\":1000,"
          + "\"FlushDigitsDurationInMilliseconds\":10000}}";
  private static final String HANG_UP_B =
      "{\"Type\":\"Hangup\",\"Parameters\":{\"ParticipantTag\":\"LEG-B\"}}";

  private final ScriptedFunction function = new ScriptedFunction();
  private final CallTurns turns = function.turns();

  @Test
  void aCallMadeByApiIsToldInOrder() {
    function
        .thenAnswer(
            "{\"SchemaVersion\":\"1.0\",\"TransactionAttributes\":{\"k\":\"v\"},\"Actions\":[{}]}")
        .thenAnswer("[]")
        .thenActions(SPEAK);

    Turn placed = turns.turn(outbound(), new CallEvent.NewOutboundCall(Map.of("who", "me")));
    Turn ringing = turns.turn(placed.next(), new CallEvent.Ringing(LEG_A));
    Turn answered = turns.turn(ringing.next(), new CallEvent.CallAnswered(LEG_A));

    assertThat(function.types()).containsExactly("NEW_OUTBOUND_CALL", "RINGING", "CALL_ANSWERED");
    assertThat(function.invocations().getFirst().event().get("ActionData"))
        .isEqualTo(
            Map.of(
                "Type",
                "CallCreateRequest",
                "Parameters",
                Map.of("Arguments", Map.of("who", "me"))));
    assertThat(placed.commands()).isEmpty();
    assertThat(placed.replaceRunning()).isFalse();
    assertThat(function.last().event()).doesNotContainKey("ActionData");
    assertThat(details()).containsEntry("TransactionAttributes", Map.of("k", "v"));
    assertThat(details()).doesNotContainKey("SipRuleId");
    assertThat(answered.commands()).hasExactlyElementsOfTypes(MediaCommand.Speak.class);
  }

  @Test
  void aCallWithoutArgumentsHasNoActionData() {
    turns.turn(outbound(), new CallEvent.NewOutboundCall(Map.of()));

    assertThat(function.last().event()).doesNotContainKey("ActionData");
    assertThat(participants().getFirst())
        .doesNotContainKey("Status")
        .containsEntry("Direction", "Outbound");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{}", "\"\"", "  "})
  void ringingMayBeAnsweredWithNothing(String reply) {
    function.thenAnswer(reply);

    Turn ringing = turns.turn(outbound(), new CallEvent.Ringing(LEG_A));

    assertThat(ringing.end()).isEmpty();
    assertThat(ringing.log()).isEmpty();
  }

  @Test
  void aRingingCallOfOursCanOnlyBeGivenUp() {
    function
        .thenActions(SPEAK)
        .thenActions("{\"Type\":\"Hangup\",\"Parameters\":{\"SipResponseCode\":\"0\"}}");
    CallSession session = outbound();

    Turn early = turns.turn(session, new CallEvent.CallUpdateRequested(Map.of()));
    Turn givenUp = turns.turn(early.next(), new CallEvent.CallUpdateRequested(Map.of()));

    assertThat(early.commands())
        .containsExactly(
            new MediaCommand.Fail(
                LEG_A, ActionError.invalidParameter("Invalid action on the call.")));
    assertThat(givenUp.commands()).containsExactly(new MediaCommand.Hangup(LEG_A, 0));
  }

  @Test
  void aFunctionThatFailsOnANewCallEndsIt() {
    function.thenAnswer("<html>");

    Turn over = turns.turn(outbound(), new CallEvent.NewOutboundCall(Map.of()));

    assertThat(over.commands()).containsExactly(new MediaCommand.Hangup(LEG_A, 0));
    assertThat(over.end()).map(CallEnd::status).contains(CallStatus.FAILED);
    assertThat(function.types()).containsExactly("NEW_OUTBOUND_CALL", "INVALID_LAMBDA_RESPONSE");
  }

  // ---- updates

  @Test
  void anUpdateInterruptsAndIsToldOfWhatItInterrupted() {
    function.thenActions(SPEAK).thenActions(RECORD);
    Turn speaking = turns.turn(inbound(FIRST), newCall());

    Turn updated = turns.turn(speaking.next(), new CallEvent.CallUpdateRequested(Map.of("a", "b")));
    Turn interrupted =
        turns.turn(updated.next(), new CallEvent.ActionInterrupted(speaking.next().list(), 1));

    assertThat(updated.interrupt()).isTrue();
    assertThat(updated.replaceRunning()).isTrue();
    assertThat(function.types())
        .containsExactly("NEW_INBOUND_CALL", "CALL_UPDATE_REQUESTED", "ACTION_INTERRUPTED");
    assertThat(function.invocations().get(1).event().get("ActionData"))
        .isEqualTo(
            Map.of(
                "Type", "CallUpdateRequest", "Parameters", Map.of("Arguments", Map.of("a", "b"))));
    assertThat(actionData())
        .isEqualTo(Map.of("Type", "Speak", "Parameters", Map.of("Text", "Hello")));
    assertThat(interrupted.replaceRunning()).isFalse();
  }

  @Test
  void anUpdateWithoutActionsInterruptsNothing() {
    function.thenActions(SPEAK).thenAnswer("{\"SchemaVersion\":\"1.0\"}");
    Turn speaking = turns.turn(inbound(FIRST), newCall());

    Turn updated = turns.turn(speaking.next(), new CallEvent.CallUpdateRequested(Map.of()));

    assertThat(updated.interrupt()).isFalse();
    assertThat(updated.replaceRunning()).isFalse();
  }

  @Test
  void onlyPromptsRecordingsAndPausesAreInterruptible() {
    assertThat(new MediaCommand.StopCallRecording(LEG_A).interruptible()).isFalse();
    assertThat(new MediaCommand.PlayAudio(LEG_A, "b", "k", 1, "").interruptible()).isTrue();
  }

  @Test
  void anEventOfAListLongReplacedChangesNothing() {
    function.thenActions(SPEAK).thenActions(SPEAK).thenActions(SPEAK);
    CallSession first = turns.turn(inbound(FIRST), newCall()).next();
    CallSession second = turns.turn(first, finished(first)).next();
    CallSession third = turns.turn(second, finished(second)).next();

    CallSession forgot = third.forgetting(list -> false);

    Turn late = turns.turn(forgot, new CallEvent.ActionsFinished(first.list()));

    assertThat(late.next()).isEqualTo(forgot);
    assertThat(function.invocations()).hasSize(3);
  }

  @Test
  void aBridgeIsToldHoweverManyListsTookThePlaceOfItsOwnWhileItRang() {
    function.thenActions(BRIDGE).thenActions(SPEAK).thenActions(SPEAK).thenActions(SPEAK);
    Turn calling = turns.turn(inbound(FIRST), newCall());
    CallSession ringing = calling.next();
    for (int i = 0; i < 3; i++) {
      ringing =
          turns
              .turn(ringing, new CallEvent.CallUpdateRequested(Map.of()))
              .next()
              .forgetting(list -> list == calling.next().list());
    }

    Turn bridged = turns.turn(ringing, bridged(calling));

    assertThat(ringing.older()).extracting(ListInHand::number).containsExactly(1);
    assertThat(function.last().type()).isEqualTo("ACTION_SUCCESSFUL");
    assertThat(actionData()).containsEntry("Type", "CallAndBridge");
    assertThat(bridged.next().participant(legB(calling))).isPresent();
    assertThat(overTheWire(bridged.next())).isEqualTo(bridged.next());
  }

  private static CallSession overTheWire(CallSession session) {
    return CallDocuments.session(Json.readObject(Json.write(CallDocuments.toDocument(session))));
  }

  // ---- digits

  @Test
  void digitsAreToldWithTheirRegistration() {
    function.thenActions(RECEIVE, SPEAK).thenActions(SPEAK);
    Turn listening = turns.turn(inbound(FIRST), newCall());

    MediaCommand.ReceiveDigits listens = (MediaCommand.ReceiveDigits) listening.commands().get(1);
    Turn digits =
        turns.turn(
            listening.next(), new CallEvent.DigitsReceived(LEG_A, listens.parameters(), "11#"));

    assertThat(function.last().type()).isEqualTo("DIGITS_RECEIVED");
    assertThat(actionData())
        .containsEntry("ReceivedDigits", "11#")
        .containsEntry("Type", "ReceiveDigits")
        .extractingByKey("Parameters")
        .asString()
        .contains("InputDigitsRegex");
    assertThat(digits.replaceRunning()).isTrue();
    assertThat(digits.interrupt()).isFalse();
  }

  @Test
  void aRegistrationEndsItsListWithEmptyDigits() {
    function.thenActions(RECEIVE);
    Turn listening = turns.turn(inbound(FIRST), newCall());

    turns.turn(listening.next(), finished(listening.next()));

    assertThat(actionData()).containsEntry("ReceivedDigits", "");
  }

  // ---- results

  @Test
  void whatAlwaysCallsBackDoesSoInMidListAndTheListGoesOn() {
    function.thenActions(RECORD, SPEAK).thenAnswer("{\"SchemaVersion\":\"1.0\"}");
    Turn recording = turns.turn(inbound(FIRST), newCall());

    Turn recorded =
        turns.turn(
            recording.next(),
            new CallEvent.ActionSucceeded(
                1, 1, new ActionResult.Recorded("b", "k.wav", Optional.of('#'))));

    assertThat(recording.commands().get(1).callsBack()).isTrue();
    assertThat(function.last().type()).isEqualTo("ACTION_SUCCESSFUL");
    assertThat(actionData())
        .containsEntry(
            "RecordingDestination", Map.of("Type", "S3", "BucketName", "b", "Key", "k.wav"))
        .containsEntry("RecordingTerminatorUsed", "#")
        .containsEntry("Type", "RecordAudio");
    assertThat(recorded.replaceRunning()).isFalse();
    assertThat(recorded.next().list()).isEqualTo(recording.next().list());
  }

  @Test
  void resultsAreWhereFunctionsLookForThem() {
    CallAction any = new CallAction("X", Map.of());

    assertThat(ActionData.successful(any, new ActionResult.Digits("1234")))
        .containsEntry("ReceivedDigits", "1234");
    assertThat(ActionData.successful(any, new ActionResult.CallRecording("b/k.wav")))
        .containsEntry("CallRecordingDestination", Map.of("Type", "S3", "Location", "b/k.wav"));
    assertThat(ActionData.successful(any, new ActionResult.Recorded("b", "k", Optional.empty())))
        .doesNotContainKey("RecordingTerminatorUsed");
    assertThat(ActionData.successful(any, new ActionResult.BotEnded(Map.of("SessionId", LEG_A))))
        .containsEntry("CallId", LEG_A)
        .containsEntry("IntentResult", Map.of("SessionId", LEG_A));
  }

  @Test
  void twoFailuresHaveTheirErrorInOneFieldToo() {
    assertThat(
            ActionData.failed(
                new CallAction("JoinChimeMeeting", Map.of()), ActionError.JOINING_MEETING))
        .containsEntry("Error", "ErrorJoiningMeeting: Error while joining meeting.");
    assertThat(
            ActionData.failed(
                new CallAction("StartCallRecording", Map.of()),
                ActionError.NO_ACCESS_TO_DESTINATION))
        .containsEntry("Error", "NoAccessToDestination: Error while accessing destination");
    assertThat(
            ActionData.failed(
                new CallAction("ModifyChimeMeetingAttendees", Map.of()),
                ActionError.notInMeeting(List.of("a"))))
        .containsEntry("ErrorList", List.of("a"))
        .doesNotContainKey("Error");
  }

  @Test
  void aFailureWhileItRunsIsInTheLogWithThePermissionThatMayBeMissing() {
    function.thenActions(RECORD);
    Turn recording = turns.turn(inbound(FIRST), newCall());

    Turn failed =
        turns.turn(
            recording.next(), new CallEvent.ActionFailed(1, 1, ActionError.RECORDING_NOT_UPLOADED));

    assertThat(failed.log().getFirst().text())
        .contains("RecordAudio failed with SystemException", "s3:PutObject");
  }

  // ---- two legs

  @Test
  void aBridgeHasTwoParticipantsAndOutlivesEitherLeg() {
    function.thenActions(BRIDGE).thenActions().thenAnswer("").thenActions();
    Turn calling = turns.turn(inbound(FIRST), newCall());
    Turn bridged = turns.turn(calling.next(), bridged(calling));

    assertThat(participants())
        .extracting(it -> it.get("ParticipantTag"))
        .containsExactly("LEG-A", "LEG-B");
    assertThat(participants()).extracting(it -> it.get("Status")).containsOnly("Connected");
    assertThat(participants().get(1))
        .containsEntry("To", "+12065550111")
        .containsEntry("From", "+12065550199")
        .containsEntry("Direction", "Outbound")
        .containsEntry("StartTimeInMilliseconds", "1700000001000");

    Turn alone = turns.turn(bridged.next(), callerHungUp());

    assertThat(function.last().type()).isEqualTo("HANGUP");
    assertThat(participants())
        .extracting(it -> it.get("Status"))
        .containsExactly("Disconnected", "Connected");
    assertThat(alone.end()).isEmpty();

    Turn over =
        turns.turn(alone.next(), new CallEvent.HungUp(legB(calling), 0, HangupCause.CALLEE));

    assertThat(over.end()).contains(new CallEnd(CallStatus.COMPLETED, 0, "OK"));
  }

  @Test
  void theActionsAfterAHangupRunOnTheLegThatIsLeft() {
    function.thenActions(BRIDGE).thenActions().thenActions(SPEAK);
    Turn calling = turns.turn(inbound(FIRST), newCall());
    CallSession bridged = turns.turn(calling.next(), bridged(calling)).next();

    Turn alone = turns.turn(bridged, callerHungUp());

    assertThat(alone.commands())
        .singleElement()
        .extracting(MediaCommand::callId)
        .isEqualTo(legB(calling));
  }

  @Test
  void aListGoesOnBehindTheHangupOfOneLeg() {
    function.thenActions(BRIDGE).thenActions(HANG_UP_B, SPEAK, HANG_UP_B);
    Turn calling = turns.turn(inbound(FIRST), newCall());

    Turn bridged = turns.turn(calling.next(), bridged(calling));

    assertThat(bridged.commands())
        .hasExactlyElementsOfTypes(
            MediaCommand.Hangup.class, MediaCommand.Speak.class, MediaCommand.Fail.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {BRIDGE, JOIN})
  void aBridgedCallTakesNoThirdLeg(String action) {
    function.thenActions(BRIDGE).thenActions(action);
    Turn calling = turns.turn(inbound(FIRST), newCall());

    Turn again = turns.turn(calling.next(), bridged(calling));

    assertThat(again.commands())
        .containsExactly(
            new MediaCommand.Fail(
                LEG_A, ActionError.invalidParameter("Invalid action on the call.")));
  }

  @Test
  void aMeetingLegThatIsHungUpIsAnActionThatWasDone() {
    function.thenActions(JOIN).thenActions(HANG_UP_B).thenActions();
    Turn joining = turns.turn(inbound(FIRST), newCall());
    var join = (MediaCommand.JoinMeeting) joining.commands().get(1);
    Turn joined =
        turns.turn(
            joining.next(),
            new CallEvent.ActionSucceeded(
                1, 1, new ActionResult.Bridged(join.participant(Instant.EPOCH))));
    assertThat(participants().get(1))
        .containsEntry("To", "+17035550122")
        .containsEntry("From", "SMA");

    turns.turn(joined.next(), new CallEvent.HungUp(join.newCallId(), 0, HangupCause.APPLICATION));

    assertThat(function.last().type()).isEqualTo("ACTION_SUCCESSFUL");
    assertThat(actionData()).containsEntry("Type", "Hangup");
  }

  @Test
  void aMeetingLegDoesNotOutliveItsCaller() {
    function.thenActions(JOIN).thenActions().thenActions();
    Turn joining = turns.turn(inbound(FIRST), newCall());
    var join = (MediaCommand.JoinMeeting) joining.commands().get(1);
    CallSession joined =
        turns
            .turn(
                joining.next(),
                new CallEvent.ActionSucceeded(
                    1, 1, new ActionResult.Bridged(join.participant(Instant.EPOCH))))
            .next();

    Turn over = turns.turn(joined, callerHungUp());

    assertThat(over.end()).isPresent();
    assertThat(over.commands()).containsExactly(new MediaCommand.Hangup(join.newCallId(), 0));
    assertThat(function.last().type()).isEqualTo("HANGUP");
    assertThat(participants())
        .extracting(it -> it.get("Status"))
        .containsExactly("Disconnected", "Disconnected");
  }

  @Test
  void aRecordingThatTheCallersHangUpEndsIsToldBeforeTheHangUp() {
    function.thenActions(RECORD);
    Turn recording = turns.turn(inbound(FIRST), newCall());

    Turn over =
        turns.turn(
            recording.next(),
            new CallEvent.HungUp(
                LEG_A,
                0,
                HangupCause.CALLER,
                Optional.of(
                    new CallEvent.ActionSucceeded(
                        1, 1, new ActionResult.Recorded("b", "k", Optional.empty())))));

    assertThat(function.types()).containsExactly("NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP");
    assertThat(function.invocations().get(1).event().toString())
        .contains("Status=Disconnected", "Key=k");
    assertThat(over.end()).contains(new CallEnd(CallStatus.COMPLETED, 0, "OK"));
  }

  // ---- documents

  @Test
  void everyEventSurvivesItsWayThroughALambda() {
    Participant leg =
        new MediaCommand.JoinMeeting(LEG_A, "b", Optional.empty(), "t").participant(Instant.EPOCH);
    List<ActionResult> results =
        List.of(
            ActionResult.NONE,
            new ActionResult.Digits("1"),
            new ActionResult.Recorded("b", "k", Optional.of('#')),
            new ActionResult.CallRecording("b/k"),
            new ActionResult.Bridged(leg),
            new ActionResult.BotEnded(Map.of("SessionId", "s")));
    for (ActionResult result : results) {
      survives(new CallEvent.ActionSucceeded(3, 2, result));
    }
    survives(new CallEvent.NewOutboundCall(Map.of("a", "b")));
    survives(new CallEvent.Ringing(LEG_A));
    survives(new CallEvent.CallAnswered(LEG_A));
    survives(new CallEvent.ActionFailed(1, 1, ActionError.notInMeeting(List.of("x"))));
    survives(new CallEvent.ActionInterrupted(1, 0));
    survives(new CallEvent.DigitsReceived(LEG_A, Map.of("InputDigitsRegex", "1#"), "1#"));
    survives(new CallEvent.CallUpdateRequested(Map.of()));
    survives(
        new CallEvent.HungUp(
            LEG_A,
            0,
            HangupCause.CALLER,
            Optional.of(new CallEvent.ActionSucceeded(1, 1, results.get(2)))));
  }

  private static void survives(CallEvent event) {
    byte[] wire = Json.write(CallEventDocuments.toDocument(event));
    assertThat(CallEventDocuments.event(Json.readObject(wire))).isEqualTo(event);
  }

  private static CallSession outbound() {
    return CallSession.outbound(
        "111122223333",
        "11111111-2222-4333-8444-555555555555",
        LEG_A,
        FIRST,
        "+12065550100",
        "+12065550111",
        Map.of("x-order", "7"),
        Instant.ofEpochMilli(1_700_000_000_000L));
  }

  private static CallEvent bridged(Turn calling) {
    MediaCommand.Bridge bridge = (MediaCommand.Bridge) calling.commands().get(1);
    return new CallEvent.ActionSucceeded(
        1,
        1,
        new ActionResult.Bridged(bridge.participant(Instant.ofEpochMilli(1_700_000_001_000L))));
  }

  private static String legB(Turn calling) {
    return ((MediaCommand.Bridge) calling.commands().get(1)).newCallId();
  }

  @SuppressWarnings("unchecked") // documents are maps of texts
  private Map<String, Object> actionData() {
    return (Map<String, Object>) function.last().event().get("ActionData");
  }

  @SuppressWarnings("unchecked") // documents are maps of texts
  private Map<String, Object> details() {
    return (Map<String, Object>) function.last().event().get("CallDetails");
  }

  @SuppressWarnings("unchecked") // documents are maps of texts
  private List<Map<String, Object>> participants() {
    return (List<Map<String, Object>>) details().get("Participants");
  }
}
