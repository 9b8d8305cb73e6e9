package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.carillon.core.calls.Actions;
import org.carillon.core.records.CallFact;
import org.carillon.media.sip.CallEnd.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;

/**
 * A caller who is gone at each step of each kind of action: while it is done, while the function
 * thinks about it, and before the call is answered. The function is told of the end, once and last,
 * each leg has one record, what was recorded is in its bucket, and nothing is left (S4, S6, S7, A3,
 * O1).
 */
@Timeout(60)
class CallerGoneTest {
  private static final String NUMBER = "+12065550100";
  private static final String TONE =
      "{\"Type\":\"S3\",\"BucketName\":\"prompts\",\"Key\":\"tone.wav\"}";
  private static final String PROMPT =
      "{\"Type\":\"PlayAudio\",\"Parameters\":{\"AudioSource\":" + TONE + "}}";
  private static final String WAIT =
      ",{\"Type\":\"Pause\",\"Parameters\":{\"DurationInMilliseconds\":30000}}";
  private static final String RECORD =
      """
      {"Type":"StartCallRecording","Parameters":{"Destination":{"Type":"S3","Location":"calls"}}},\
      """;
  private static final String BRIDGE =
      """
      {"Type":"CallAndBridge","Parameters":{"CallerIdNumber":"+12065550199",
       "Endpoints":[{"BridgeEndpointType":"PSTN","Uri":"+14255550181"}]}}\
      """;
  private static final String JOIN =
      "{\"Type\":\"JoinChimeMeeting\",\"Parameters\":{\"JoinToken\":\"TOKEN\"}}";

  @TempDir Path data;

  private final AtomicReference<TestMeeting> meeting = new AtomicReference<>();
  private final AtomicReference<Attendee> attendee = new AtomicReference<>();

  /** An action, and what is told on the line when it is under way. */
  enum Step {
    PLAY_AUDIO(
        "playing",
        "{\"Type\":\"PlayAudio\",\"Parameters\":{\"AudioSource\":" + TONE + ",\"Repeat\":500}}"),
    PLAY_AUDIO_AND_GET_DIGITS(
        "asking for digits",
        "{\"Type\":\"PlayAudioAndGetDigits\",\"Parameters\":{\"AudioSource\":"
            + TONE
            + ",\"FailureAudioSource\":"
            + TONE
            + ",\"RepeatDurationInMilliseconds\":30000}}"),
    SPEAK("speaking", "{\"Type\":\"Speak\",\"Parameters\":{\"Text\":\"Hello\"}}" + WAIT),
    SPEAK_AND_GET_DIGITS(
        "asking for digits",
        "{\"Type\":\"SpeakAndGetDigits\",\"Parameters\":{\"SpeechParameters\":{\"Text\":\"Pin\"},"
            + "\"RepeatDurationInMilliseconds\":30000}}"),
    RECEIVE_DIGITS(
        "pausing",
        "{\"Type\":\"ReceiveDigits\",\"Parameters\":{\"InputDigitsRegex\":\"^1$\","
            + "\"InBetweenDigitsDurationInMilliseconds\":1000,"
            + "\"FlushDigitsDurationInMilliseconds\":1000}}"
            + WAIT),
    SEND_DIGITS(
        "pressing",
        "{\"Type\":\"SendDigits\",\"Parameters\":{\"Digits\":\"1,,,,,,,,,,,,,,,,,,,,,,\"}}"),
    RECORD_AUDIO(
        "recording to",
        "{\"Type\":\"RecordAudio\",\"Parameters\":{\"DurationInSeconds\":30,"
            + "\"RecordingDestination\":{\"BucketName\":\"voicemail\"}}}",
        "RecordAudio"),
    START_CALL_RECORDING("pausing", RECORD + PROMPT + WAIT),
    STOP_CALL_RECORDING(
        "pausing", RECORD + "{\"Type\":\"StopCallRecording\",\"Parameters\":{}}" + WAIT),
    PAUSE_CALL_RECORDING(
        "pausing", RECORD + "{\"Type\":\"PauseCallRecording\",\"Parameters\":{}}" + WAIT),
    RESUME_CALL_RECORDING(
        "pausing", RECORD + "{\"Type\":\"ResumeCallRecording\",\"Parameters\":{}}" + WAIT),
    CALL_AND_BRIDGE("bridging to", BRIDGE),
    HANGUP(
        "pausing",
        "{\"Type\":\"Pause\",\"Parameters\":{\"DurationInMilliseconds\":100}},"
            + "{\"Type\":\"Hangup\",\"Parameters\":{}}"),
    PAUSE("pausing", "{\"Type\":\"Pause\",\"Parameters\":{\"DurationInMilliseconds\":30000}}"),
    JOIN_CHIME_MEETING("in meeting", JOIN + WAIT, "JoinChimeMeeting"),
    MODIFY_CHIME_MEETING_ATTENDEES(
        "pausing",
        JOIN
            + ",{\"Type\":\"ModifyChimeMeetingAttendees\",\"Parameters\":{\"Operation\":\"Mute\","
            + "\"MeetingId\":\"MEETING\",\"AttendeeList\":[\"ATTENDEE\"]}}"
            + WAIT,
        "JoinChimeMeeting",
        "ModifyChimeMeetingAttendees"),
    START_BOT_CONVERSATION(
        "talking to the bot",
        """
        {"Type":"StartBotConversation","Parameters":{
          "BotAliasArn":"arn:aws:lex:us-east-1:111122223333:bot-alias/PIZZABOT01/TSTALIASID",
          "Configuration":{"SessionState":{"DialogAction":{"Type":"ElicitIntent"}},
            "WelcomeMessages":[{"ContentType":"PlainText","Content":"Which size?"}]}}}\
        """),
    VOICE_FOCUS("pausing", "{\"Type\":\"VoiceFocus\",\"Parameters\":{\"Enable\":true}}" + WAIT);

    private final String sign;
    private final String actions;
    private final String told;

    Step(String sign, String actions, String... told) {
      this.sign = sign;
      this.actions = actions;
      this.told = String.join(" ", told);
    }

    /** The types of the actions that call back before it waits. */
    private List<String> told() {
      return told.isEmpty() ? List.of() : List.of(told.split(" ", -1));
    }
  }

  @Test
  void eachKindOfActionIsHere() {
    assertThat(Step.values())
        .extracting(step -> step.name().replace("_", ""))
        .containsExactlyInAnyOrderElementsOf(
            Actions.types().stream().map(type -> type.toUpperCase(Locale.ROOT)).toList());
  }

  @ParameterizedTest
  @EnumSource
  void whileTheActionIsDone(Step step) throws Exception {
    ScriptedFunction function =
        new ScriptedFunction(
            type ->
                type.equals("NEW_INBOUND_CALL")
                    ? ScriptedFunction.actions(list(PROMPT + "," + step.actions))
                    : ScriptedFunction.keepGoing());
    try (Callee callee = ringing();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      Await.until("the prompt before it", () -> caller.framesOf(TestNode.PROMPT_HZ) > 12);
      Await.until(
          step.sign,
          () -> node.moments().stream().anyMatch(moment -> moment.text().startsWith(step.sign)));
      Await.until(
          "what calls back",
          () -> step == Step.RECORD_AUDIO || successes(function).size() >= step.told().size());

      caller.hangUp();

      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(successes(function)).isEqualTo(step.told());
      assertNothingIsLeft(node, function, step == Step.CALL_AND_BRIDGE ? 2 : 1);
      assertThat(node.objects().list("calls", "", 9))
          .hasSize(step.actions.contains(RECORD) ? 1 : 0);
      assertThat(node.objects().list("voicemail", "", 9))
          .hasSize(step == Step.RECORD_AUDIO ? 1 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileTheFunctionThinks(Step step) throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    ScriptedFunction function =
        new ScriptedFunction(
            type ->
                switch (type) {
                  case "NEW_INBOUND_CALL" -> ScriptedFunction.actions("[" + PROMPT + "]");
                  case "ACTION_SUCCESSFUL" -> {
                    await(gone);
                    yield ScriptedFunction.actions(list(step.actions));
                  }
                  default -> ScriptedFunction.keepGoing();
                });
    try (Callee callee = ringing();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("the thought", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));

      caller.hangUp();
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_SENT);
      Await.until(
          "the node hears of it",
          () -> node.moments().stream().anyMatch(moment -> moment.text().startsWith("ended:")));
      gone.countDown();

      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(successes(function)).containsExactly("PlayAudio");
      assertNothingIsLeft(node, function, 1);
      assertThat(callee.invites()).as("calls placed for nobody").isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void beforeTheCallIsAnswered(Step step) throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    ScriptedFunction function =
        new ScriptedFunction(
            type -> {
              if (!type.equals("NEW_INBOUND_CALL")) {
                return ScriptedFunction.keepGoing();
              }
              await(gone);
              return ScriptedFunction.actions(list(step.actions));
            });
    try (Callee callee = ringing();
        TestNode node = node(callee, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("the thought", () -> function.eventTypes().contains("NEW_INBOUND_CALL"));

      caller.hangUp();
      assertThat(caller.awaitEnd().status()).isEqualTo(487);
      gone.countDown();

      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(successes(function)).isEmpty();
      assertNothingIsLeft(node, function, 1);
      assertThat(callee.invites()).as("calls placed for nobody").isEmpty();
    }
  }

  private static Callee ringing() throws IOException {
    return new Callee((it, leg) -> leg.provisional(180));
  }

  private TestNode node(Callee callee, ScriptedFunction function) throws IOException {
    TestNode node = TestNode.with(data, function, Trunks.applicationCalling(callee.target()));
    meeting.set(node.meeting());
    attendee.set(meeting.get().attendee());
    return node;
  }

  private String list(String actions) {
    return "["
        + actions
            .replace("TOKEN", attendee.get().joinToken())
            .replace("MEETING", meeting.get().id())
            .replace("ATTENDEE", attendee.get().attendeeId())
        + "]";
  }

  /** The types of the actions that succeeded, as the function was told. */
  private static List<String> successes(ScriptedFunction function) {
    return function.events().stream()
        .filter(event -> event.get("InvocationEventType").equals("ACTION_SUCCESSFUL"))
        .map(event -> (String) ((Map<?, ?>) event.get("ActionData")).get("Type"))
        .toList();
  }

  private void assertNothingIsLeft(TestNode node, ScriptedFunction function, int records) {
    Await.until("no call is left", () -> node.node().activeCalls() == 0);
    Await.until("no port is left", () -> node.node().openStreams() == 0);
    Await.until("no meeting is left", () -> node.node().meetings() == 0);
    Await.until("no recording is left", this::isSpoolEmpty);
    assertThat(node.ends(records))
        .extracting(CallFact.CallEnded::transactionId)
        .doesNotHaveDuplicates();
    assertThat(function.eventTypes())
        .endsWith("HANGUP")
        .containsOnlyOnce("HANGUP")
        .doesNotContain("ACTION_FAILED");
  }

  private boolean isSpoolEmpty() {
    return TestNode.recordingsLeft(data) == 0;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(4, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
