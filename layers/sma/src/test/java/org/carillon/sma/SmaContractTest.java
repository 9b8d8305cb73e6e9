package org.carillon.sma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the library reads and writes, and what it refuses before a call would. */
class SmaContractTest {

  @ParameterizedTest
  @CsvSource({
    "NEW_INBOUND_CALL, NewInboundCall",
    "NEW_OUTBOUND_CALL, NewOutboundCall",
    "RINGING, Ringing",
    "CALL_ANSWERED, CallAnswered",
    "ACTION_SUCCESSFUL, ActionSuccessful",
    "ACTION_FAILED, ActionFailed",
    "ACTION_INTERRUPTED, ActionInterrupted",
    "DIGITS_RECEIVED, DigitsReceived",
    "CALL_UPDATE_REQUESTED, CallUpdateRequested",
    "HANGUP, Hangup",
    "INVALID_LAMBDA_RESPONSE, InvalidLambdaResponse",
    "SOMETHING_NEW, Other"
  })
  void everyEventHasItsRecord(String type, String name) {
    assertThat(SmaEvent.of(Map.of("InvocationEventType", type)).getClass().getSimpleName())
        .isEqualTo(name);
  }

  @Test
  void anEventTellsOfItsCall() {
    SmaEvent event =
        SmaEvent.of(
            bytes(
                """
                {"SchemaVersion":"1.0","Sequence":3,"InvocationEventType":"HANGUP",
                 "ActionData":{"Type":"Hangup",
                  "Parameters":{"SipResponseCode":0,"CallId":"a","ParticipantTag":"LEG-A"}},
                 "CallDetails":{"TransactionId":"t","AwsAccountId":"111122223333",
                  "AwsRegion":"us-east-1","SipMediaApplicationId":"s",
                  "TransactionAttributes":{"Tries":"2"},
                  "Participants":[{"CallId":"a","ParticipantTag":"LEG-A","To":"+1206","From":"+1425",
                   "Direction":"Inbound","StartTimeInMilliseconds":"1700000000000",
                   "Status":"Disconnected"}]}}
                """));

    assertThat(event)
        .isInstanceOfSatisfying(
            SmaEvent.Hangup.class,
            hangup -> {
              assertThat(hangup.participantTag()).isEqualTo("LEG-A");
              assertThat(hangup.call().sequence()).isEqualTo(3);
              assertThat(hangup.call().sipRuleId()).isEmpty();
              assertThat(hangup.call().attribute("Tries", 0)).isEqualTo(2);
              assertThat(hangup.call().legA().connected()).isFalse();
              assertThat(hangup.call().legA().startTimeInMilliseconds()).isEqualTo(1700000000000L);
              assertThat(hangup.call().legB()).isEmpty();
            });
  }

  @Test
  void anErrorInOneFieldIsTakenApart() {
    var data =
        Map.of("Type", "JoinChimeMeeting", "Error", "ErrorJoiningMeeting: Error while joining");
    var event = Map.of("InvocationEventType", "ACTION_FAILED", "ActionData", data);
    assertThat(SmaEvent.of(event))
        .isInstanceOfSatisfying(
            SmaEvent.ActionFailed.class,
            failed -> {
              assertThat(failed.errorType()).isEqualTo("ErrorJoiningMeeting");
              assertThat(failed.errorMessage()).isEqualTo("Error while joining");
            });
  }

  @Test
  void whatIsNoEventIsRefused() {
    assertThatThrownBy(() -> SmaEvent.of(bytes("<html>"))).isInstanceOf(UncheckedIOException.class);
    assertThat(SmaEvent.of(Map.of("CallDetails", List.of(1), "ActionData", "x")))
        .isInstanceOf(SmaEvent.Other.class);
  }

  static Stream<SmaAction> actions() {
    Target leg = Target.callId("a");
    Prompt.Audio file = Prompt.audio("b", "k.wav");
    Duration second = Duration.ofSeconds(1);
    return Stream.of(
        SmaAction.play("b", "k.wav"),
        new SmaAction.PlayAudioAndGetDigits(leg, file, file, DigitRules.exactly(4)),
        SmaAction.speak("Hello"),
        SmaAction.ask("PIN", "again", DigitRules.oneOf("12#")),
        new SmaAction.ReceiveDigits(leg, "^\\d{2}#$", second, second),
        new SmaAction.SendDigits(leg, "12,#", Duration.ofMillis(250)),
        SmaAction.pause(second),
        SmaAction.hangup(),
        new CallActions.RecordAudio(leg, second, Optional.of(second), List.of("#"), "b", "p"),
        new CallActions.StartCallRecording(leg, CallActions.Track.BOTH, "b/p"),
        new CallActions.StopCallRecording(leg),
        new CallActions.PauseCallRecording(leg),
        new CallActions.ResumeCallRecording(leg),
        new CallActions.CallAndBridge(
            "+12065550181", "+12065550100", second, Optional.of(file), "", Map.of("x-a", "1")),
        new CallActions.JoinChimeMeeting(leg, "m", "token"),
        new CallActions.ModifyChimeMeetingAttendees(leg, true, "m", List.of("one")),
        new CallActions.StartBotConversation(leg, "arn:aws:lex:x", "", Map.of()),
        new CallActions.VoiceFocus(leg, true));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void everyActionNamesItselfAndIsJson(SmaAction action) {
    SmaResponse response = SmaResponse.of(action);
    assertThat(action.toDocument()).containsEntry("Type", action.getClass().getSimpleName());
    assertThat(new String(response.toJson(), StandardCharsets.UTF_8))
        .startsWith("{\"SchemaVersion\":\"1.0\",\"Actions\":[{\"Type\":\"" + action.type() + "\"");
  }

  @Test
  void thereIsAnActionForEachOfTheContract() {
    assertThat(actions().map(SmaAction::type)).doesNotHaveDuplicates().hasSize(18);
  }

  @Test
  void whatACallWouldRefuseIsRefusedWhenItIsMade() {
    Duration wait = Duration.ofSeconds(30);
    refused("1,000 characters", () -> Prompt.say("x".repeat(1001)));
    refused("Text is needed", () -> Prompt.say(""));
    refused("SipResponseCode", () -> new SmaAction.Hangup(Target.DEFAULT, 404));
    refused("100 to 30000", () -> SmaAction.pause(Duration.ofMillis(99)));
    refused("1 to 50", () -> new SmaAction.SendDigits(Target.DEFAULT, "x", wait));
    refused("regular expression", () -> digits("(", 1));
    refused("1 to 128", () -> digits("", 129));
    refused("E.164", () -> bridge("0800", wait));
    refused("1 to 120", () -> bridge("+12065550181", Duration.ofSeconds(121)));
    SmaAction[] eleven = Collections.nCopies(11, SmaAction.hangup()).toArray(SmaAction[]::new);
    refused("at most 10 actions", () -> SmaResponse.of(eleven));
    Map<String, Object> many = new HashMap<>();
    for (int i = 0; i < 101; i++) {
      many.put("k" + i, i);
    }
    refused("at most 100", () -> SmaResponse.none().attributes(many));
    refused("20480 bytes", () -> SmaResponse.none().attributes(Map.of("k", "x".repeat(20_480))));
  }

  private static DigitRules digits(String regex, int max) {
    return new DigitRules(regex, 1, max, List.of(), Duration.ZERO, 1, Duration.ofSeconds(1));
  }

  private static SmaAction bridge(String uri, Duration timeout) {
    return new CallActions.CallAndBridge(
        uri, "+12065550100", timeout, Optional.empty(), "", Map.of());
  }

  private static void refused(String rule, Supplier<Object> action) {
    assertThatIllegalArgumentException().isThrownBy(action::get).withMessageContaining(rule);
  }

  @Test
  void noActionsLeaveWhatRunsAlone() {
    assertThat(SmaResponse.none().toDocument()).isEqualTo(Map.of("SchemaVersion", "1.0"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
