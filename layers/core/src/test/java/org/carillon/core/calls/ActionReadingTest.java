package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.calls.Calls.FIRST;
import static org.carillon.core.calls.Calls.LEG_A;
import static org.carillon.core.calls.Calls.inbound;
import static org.carillon.core.calls.Calls.newCall;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.calls.MediaCommand.BridgeTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each action with its defaults, all its parameters, and its documented errors (S4, S6, S7). */
class ActionReadingTest {

  private static final String NEW_LEG = "dddddddd-0000-4000-8000-00000000000b";
  private static final String OWNED = "+12065550177";
  private static final CallRules RULES =
      new CallRules(OWNED::equals, false, () -> NEW_LEG, ScriptedFunction.CLOCK);
  private static final CallRules WITH_SIP_URIS =
      new CallRules(OWNED::equals, true, () -> NEW_LEG, ScriptedFunction.CLOCK);

  private static final String S3 = "{\"Type\":\"S3\",\"BucketName\":\"b\",\"Key\":\"%s\"}";
  private static final String NAME =
      "2025/01/31/2025-01-31-12-34-56-789_11111111-2222-4333-8444-555555555555_" + LEG_A + ".wav";

  @Test
  void playAudioAndGetDigitsHasTheContractsDefaults() {
    MediaCommand command =
        command(
            "PlayAudioAndGetDigits",
            "{\"AudioSource\":%s,\"FailureAudioSource\":%s,\"RepeatDurationInMilliseconds\":\"3000\"}"
                .formatted(S3.formatted("menu.wav"), S3.formatted("again.wav")));

    assertThat(command)
        .isEqualTo(
            new MediaCommand.GetDigits(
                LEG_A,
                new MediaCommand.PlayAudio(LEG_A, "b", "menu.wav", 1, ""),
                Optional.of(new MediaCommand.PlayAudio(LEG_A, "b", "again.wav", 1, "")),
                Optional.empty(),
                0,
                128,
                "#",
                Duration.ofSeconds(3),
                1,
                Duration.ofSeconds(3)));
    assertThat(command.callsBack()).isTrue();
  }

  @Test
  void speakAndGetDigitsInheritsTheVoiceForItsFailure() {
    assertThat(
            command(
                "SpeakAndGetDigits",
                """
                {"CallId":"%s","InputDigitsRegex":"^\\\\d{4}$",
                 "SpeechParameters":{"Text":"pin","VoiceId":"Amy","Engine":"neural"},
                 "FailureSpeechParameters":{"Text":"again"},"MinNumberOfDigits":4,
                 "MaxNumberOfDigits":4,"TerminatorDigits":["#","*"],"Repeat":3,
                 "InBetweenDigitsDurationInMilliseconds":1000,"RepeatDurationInMilliseconds":10000}
                """
                    .formatted(LEG_A)))
        .isEqualTo(
            new MediaCommand.GetDigits(
                LEG_A,
                new MediaCommand.Speak(LEG_A, "pin", false, "neural", Optional.empty(), "Amy"),
                Optional.of(
                    new MediaCommand.Speak(
                        LEG_A, "again", false, "neural", Optional.empty(), "Amy")),
                Optional.of("^\\d{4}$"),
                4,
                4,
                "#*",
                Duration.ofSeconds(1),
                3,
                Duration.ofSeconds(10)));
  }

  @Test
  void receiveDigitsAndSendDigits() {
    assertThat(
            command(
                "ReceiveDigits",
                "{\"InputDigitsRegex\":\"^\\\\d{2}#$\","
                    + "\"InBetweenDigitsDurationInMilliseconds\":1000,"
                    + "\"FlushDigitsDurationInMilliseconds\":10000}"))
        .isEqualTo(
            new MediaCommand.ReceiveDigits(
                LEG_A,
                "^\\d{2}#$",
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Map.of(
                    "InputDigitsRegex",
                    "^\\d{2}#$",
                    "InBetweenDigitsDurationInMilliseconds",
                    1000,
                    "FlushDigitsDurationInMilliseconds",
                    10000)));
    assertThat(command("SendDigits", "{\"Digits\":\",,*12A#\"}"))
        .isEqualTo(new MediaCommand.SendDigits(LEG_A, ",,*12A#", Duration.ofMillis(250)));
  }

  @Test
  void recordingsAreNamedByDayTransactionAndLeg() {
    assertThat(
            command(
                "RecordAudio",
                "{\"DurationInSeconds\":\"10\",\"RecordingTerminators\":[\"#\"],"
                    + "\"SilenceDurationInSeconds\":3,"
                    + "\"RecordingDestination\":{\"Type\":\"S3\",\"BucketName\":\"b\",\"Prefix\":\"voicemail/\"}}"))
        .isEqualTo(
            new MediaCommand.RecordAudio(
                LEG_A,
                Duration.ofSeconds(10),
                Optional.of(new MediaCommand.Silence(Duration.ofSeconds(3), 200)),
                "#",
                "b",
                "voicemail/" + NAME));
    assertThat(
            command("StartCallRecording", "{\"Destination\":{\"Type\":\"S3\",\"Location\":\"b\"}}"))
        .isEqualTo(
            new MediaCommand.StartCallRecording(
                LEG_A, MediaCommand.Track.BOTH, "b", "Amazon-Chime-SMA-Call-Recordings/" + NAME));
    assertThat(
            command(
                "StartCallRecording",
                "{\"Track\":\"INCOMING\",\"Destination\":{\"Type\":\"S3\",\"Location\":\"b/x/y\"}}"))
        .isEqualTo(
            new MediaCommand.StartCallRecording(
                LEG_A, MediaCommand.Track.INCOMING, "b", "x/y/" + NAME));
    assertThat(command("StopCallRecording", "{}"))
        .isEqualTo(new MediaCommand.StopCallRecording(LEG_A));
    assertThat(command("PauseCallRecording", "{}"))
        .isEqualTo(new MediaCommand.PauseCallRecording(LEG_A));
    assertThat(command("ResumeCallRecording", "{}"))
        .isEqualTo(new MediaCommand.ResumeCallRecording(LEG_A));
  }

  @Test
  void twoRecordingsOfOneListHaveTwoNames() {
    String record =
        "{\"Type\":\"RecordAudio\",\"Parameters\":{\"DurationInSeconds\":1,"
            + "\"RecordingDestination\":{\"BucketName\":\"b\"}}}";
    List<MediaCommand> commands =
        new ScriptedFunction()
            .thenActions(record, record)
            .turns(RULES)
            .turn(inbound(FIRST), newCall())
            .commands();

    assertThat(commands)
        .filteredOn(MediaCommand.RecordAudio.class::isInstance)
        .extracting(it -> ((MediaCommand.RecordAudio) it).key())
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void callAndBridgeCallsNumbersAndConnectors() {
    assertThat(
            command(
                "CallAndBridge",
                """
                {"CallTimeoutSeconds":"20","CallerIdNumber":"%s","SipHeaders":{"x-a":"1"},
                 "RingbackTone":{"Type":"S3","BucketName":"b","Key":"ring.wav"},
                 "Endpoints":[{"BridgeEndpointType":"PSTN","Arn":"","Uri":"+12065550111"}]}
                """
                    .formatted(OWNED)))
        .isEqualTo(
            new MediaCommand.Bridge(
                LEG_A,
                NEW_LEG,
                new BridgeTarget.Pstn("+12065550111"),
                OWNED,
                Duration.ofSeconds(20),
                Optional.of(new MediaCommand.PlayAudio(LEG_A, "b", "ring.wav", 1, "")),
                Map.of("x-a", "1")));
    String arn = "arn:aws:chime:us-east-1:111122223333:vc/abcdef1ghij2klmno3pqr4";
    assertThat(
            command(
                "CallAndBridge",
                """
                {"CallerIdNumber":"+12065550199",
                 "Endpoints":[{"BridgeEndpointType":"AWS","Arn":"%s","Uri":"reception"}]}
                """
                    .formatted(arn)))
        .isEqualTo(
            new MediaCommand.Bridge(
                LEG_A,
                NEW_LEG,
                new BridgeTarget.Connector(arn, "reception"),
                "+12065550199",
                Duration.ofSeconds(30),
                Optional.empty(),
                Map.of()));
  }

  @Test
  void sipUrisAreCalledWhereTheOperatorAllowsThem() {
    String parameters =
        "{\"CallerIdNumber\":\"+12065550199\",\"Endpoints\":"
            + "[{\"BridgeEndpointType\":\"SIP\",\"Uri\":\"sip:bob@pbx.example.com;transport=tls\"}]}";

    assertThat(((MediaCommand.Bridge) command(WITH_SIP_URIS, "CallAndBridge", parameters)).target())
        .isEqualTo(new BridgeTarget.SipUri("sip:bob@pbx.example.com;transport=tls"));
    Turn refused = turn(RULES, "CallAndBridge", parameters);
    assertThat(refused.commands())
        .containsExactly(
            new MediaCommand.Fail(
                LEG_A, ActionError.invalidParameter("Endpoint parameter is invalid.")));
    assertThat(refused.log().getFirst().text())
        .contains("CallAndBridge will fail with InvalidActionParameter")
        .contains("Parameters.Endpoints[0].BridgeEndpointType", "CARILLON_SIP_URIS=allowed");
  }

  @Test
  void meetingsBotsAndVoiceFocus() {
    MediaCommand join =
        command("JoinChimeMeeting", "{\"JoinToken\":\"secret\",\"MeetingId\":\"m\"}");
    assertThat(join)
        .isEqualTo(new MediaCommand.JoinMeeting(LEG_A, NEW_LEG, Optional.of("m"), "secret"));
    assertThat(join.toString()).doesNotContain("secret");
    assertThat(
            command(
                "StartBotConversation",
                """
                {"BotAliasArn":"arn:aws:lex:us-east-1:111122223333:bot-alias/BOT/ALIAS",
                 "Configuration":{"SessionState":{"DialogAction":{"Type":"ElicitIntent"}},
                  "WelcomeMessages":[{"ContentType":"PlainText","Content":"Hi"}]}}
                """))
        .isInstanceOfSatisfying(
            MediaCommand.StartBot.class,
            bot -> {
              assertThat(bot.localeId()).isEqualTo("en_US");
              assertThat(bot.configuration()).containsOnlyKeys("SessionState", "WelcomeMessages");
            });
    assertThat(command("VoiceFocus", "{\"Enable\":\"true\"}"))
        .isEqualTo(new MediaCommand.VoiceFocus(LEG_A, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "PlayAudioAndGetDigits|{}|InvalidAudioSource|Audio Source parameter value is invalid.",
        "PlayAudioAndGetDigits|{A,\"RepeatDurationInMilliseconds\":1000}|InvalidAudioSource"
            + "|Audio Source parameter value is invalid.",
        "PlayAudioAndGetDigits|{A,F}|InvalidActionParameter"
            + "|The RepeatDurationInMilliseconds parameter is invalid.",
        "PlayAudioAndGetDigits|{A,F,R,\"MaxNumberOfDigits\":129}|InvalidActionParameter"
            + "|The MaxNumberOfDigits parameter is invalid.",
        "PlayAudioAndGetDigits|{A,F,R,\"MinNumberOfDigits\":3,\"MaxNumberOfDigits\":2}"
            + "|InvalidActionParameter|The MaxNumberOfDigits parameter is invalid.",
        "PlayAudioAndGetDigits|{A,F,R,\"InputDigitsRegex\":\"(\"}|InvalidActionParameter"
            + "|The InputDigitsRegex parameter is invalid.",
        "SpeakAndGetDigits|{R}|MissingRequiredActionParameter"
            + "|SpeechParameters is a required parameter",
        "SpeakAndGetDigits|{R,\"SpeechParameters\":{}}|MissingRequiredActionParameter"
            + "|Text is a required parameter",
        "ReceiveDigits|{}|InvalidActionParameter|The InputDigitsRegex parameter is invalid.",
        "ReceiveDigits|{\"InputDigitsRegex\":\"1\"}|InvalidActionParameter"
            + "|The InBetweenDigitsDurationInMilliseconds parameter is invalid.",
        "ReceiveDigits|{\"InputDigitsRegex\":\"1\",\"InBetweenDigitsDurationInMilliseconds\":1}"
            + "|InvalidActionParameter|The FlushDigitsDurationInMilliseconds parameter is invalid.",
        "SendDigits|{\"Digits\":\"1\",\"ToneDurationInMilliseconds\":20000000}"
            + "|InvalidActionParameter|ToneDuration parameter value is invalid.",
        "SendDigits|{\"Digits\":\"12X\"}|InvalidActionParameter"
            + "|Digits parameter value is invalid.",
        "RecordAudio|{}|InvalidActionParameter|The DurationInSeconds parameter is invalid.",
        "RecordAudio|{\"DurationInSeconds\":1}|InvalidActionParameter"
            + "|The RecordingDestination parameter is invalid.",
        "RecordAudio|{\"DurationInSeconds\":1,D,\"SilenceThreshold\":1001}|InvalidActionParameter"
            + "|The SilenceThreshold parameter is invalid.",
        "RecordAudio|{\"DurationInSeconds\":1,D,\"SilenceDurationInSeconds\":0}"
            + "|InvalidActionParameter|The SilenceDurationInSeconds parameter is invalid.",
        "StartCallRecording|{}|InvalidActionParameter|The Destination parameter is invalid.",
        "StartCallRecording|{\"Track\":\"ALL\"}|InvalidActionParameter"
            + "|The Track parameter is invalid.",
        "CallAndBridge|{C,\"Endpoints\":[]}|InvalidActionParameter"
            + "|Invalid number of endpoints provided.",
        "CallAndBridge|{C,\"Endpoints\":[E,E]}|InvalidActionParameter"
            + "|Invalid number of endpoints provided.",
        "CallAndBridge|{C,\"Endpoints\":[{\"BridgeEndpointType\":\"PSTN\",\"Uri\":\"5\"}]}"
            + "|InvalidActionParameter|Endpoint parameter is invalid.",
        "CallAndBridge|{C,\"Endpoints\":[{\"BridgeEndpointType\":\"AWS\",\"Uri\":\"bob\"}]}"
            + "|InvalidActionParameter|Endpoint parameter is invalid.",
        "CallAndBridge|{\"Endpoints\":[E]}|InvalidActionParameter|Caller ID not defined.",
        "CallAndBridge|{\"CallerIdNumber\":\"me\",\"Endpoints\":[E]}|InvalidActionParameter"
            + "|Invalid caller ID.",
        "CallAndBridge|{\"CallerIdNumber\":\"+12065550000\",\"Endpoints\":[E]}|InvalidActionParameter|Provided"
            + " caller ID number is invalid. Number must be owned by this AWS account, or be the"
            + " From number of LEG-A.",
        "CallAndBridge|{C,\"CallTimeoutSeconds\":121,\"Endpoints\":[E]}|InvalidActionParameter|The"
            + " MaxCallTimeout parameter is invalid. Timeout must be between 0 and 120 seconds.",
        "CallAndBridge|{C,\"Endpoints\":[E],\"SipHeaders\":{\"x-vc-id\":\"1\"}}"
            + "|InvalidActionParameter|Invalid SIP header(s) provided: x-vc-id",
        "CallAndBridge|{C,\"Endpoints\":[E],\"SipHeaders\":{\"x-a\":\"1\\r\\nVia: me\"}}"
            + "|InvalidActionParameter|Invalid SIP header(s) provided: x-a",
        "CallAndBridge|{C,\"Endpoints\":[E],\"RingbackTone\":{}}|InvalidAudioSource"
            + "|Ringtone parameter value is invalid.",
        "JoinChimeMeeting|{}|InvalidActionParameter|JoinToken parameter value is invalid.",
        "ModifyChimeMeetingAttendees|{\"Operation\":\"Kick\"}|InvalidActionParameter"
            + "|The value in the Operation field of the ModifyChimeMeetingAttendees action is"
            + " invalid.",
        "ModifyChimeMeetingAttendees|{\"Operation\":\"Mute\"}|InvalidActionParameter"
            + "|The meeting ID parameter is invalid.",
        "ModifyChimeMeetingAttendees|{\"Operation\":\"Mute\",\"MeetingId\":\"m\",\"AttendeeList\":[]}|InvalidActionParameter|Attendee"
            + " List parameter is invalid.",
        "ModifyChimeMeetingAttendees|{\"Operation\":\"Mute\",\"MeetingId\":\"m\",\"AttendeeList\":[\"a\"]}|InvalidActionParameter|Invalid"
            + " action on the call.",
        "StartBotConversation|{}|InvalidActionParameter|The BotAliasArn parameter is invalid.",
        "StartBotConversation|{B,\"LocaleId\":\"english\"}|InvalidActionParameter"
            + "|The LocaleId parameter is invalid.",
        "StartBotConversation|{B,\"Configuration\":{\"WelcomeMessages\":[{\"Content\":\"Hi\"}]}}"
            + "|InvalidActionParameter|The Configuration parameter is invalid.",
        "VoiceFocus|{}|MissingRequiredActionParameter|Missing a required action parameter.",
        "VoiceFocus|{\"Enable\":\"perhaps\"}|MissingRequiredActionParameter"
            + "|Missing a required action parameter.",
      })
  void eachErrorHasItsDocumentedTextAndItsReasonInTheLog(
      String type, String shortened, String errorType, String message) {
    Turn turn = turn(RULES, type, full(shortened));

    assertThat(turn.commands())
        .containsExactly(new MediaCommand.Fail(LEG_A, new ActionError(errorType, message)));
    assertThat(turn.log()).singleElement().extracting(CallLogLine::advice).asString().isNotBlank();
  }

  @Test
  void aRegexThatWouldNeverEndIsNoMatch() {
    DigitsRegex endless = DigitsRegex.of("(1+)+2");

    assertThat(endless.matches("1".repeat(128))).isFalse();
    assertThat(endless.matches("112")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"12,#,true", "12,,false", "1,#,false", "123,#,false"})
  void digitsMayMatchTogetherWithTheirTerminator(String digits, Character key, boolean good) {
    var command =
        (MediaCommand.GetDigits)
            command(
                "PlayAudioAndGetDigits",
                full("{A,F,R,\"MinNumberOfDigits\":3,\"InputDigitsRegex\":\"^\\\\d{2}#$\"}"));

    assertThat(command.accepts(digits, Optional.ofNullable(key))).isEqualTo(good);
  }

  /** Writes the parts out that every case of an action has. */
  private static String full(String shortened) {
    return shortened
        .replace("{A", "{\"AudioSource\":" + S3.formatted("a.wav"))
        .replace(",F", ",\"FailureAudioSource\":" + S3.formatted("f.wav"))
        .replaceAll("([{,])R([,}])", "$1\"RepeatDurationInMilliseconds\":1000$2")
        .replace(",D", ",\"RecordingDestination\":{\"BucketName\":\"b\"}")
        .replace("{C", "{\"CallerIdNumber\":\"" + OWNED + "\"")
        .replaceAll("([\\[,])E", "$1{\"BridgeEndpointType\":\"PSTN\",\"Uri\":\"+12065550111\"}")
        .replace(
            "{B", "{\"BotAliasArn\":\"arn:aws:lex:us-east-1:111122223333:bot-alias/BOT/ALIAS\"");
  }

  private static Turn turn(CallRules rules, String type, String parameters) {
    return new ScriptedFunction()
        .thenActions("{\"Type\":\"%s\",\"Parameters\":%s}".formatted(type, parameters))
        .turns(rules)
        .turn(inbound(FIRST), newCall());
  }

  private static MediaCommand command(String type, String parameters) {
    return command(RULES, type, parameters);
  }

  private static MediaCommand command(CallRules rules, String type, String parameters) {
    Turn turn = turn(rules, type, parameters);
    assertThat(turn.log()).isEmpty();
    return turn.commands().getLast();
  }
}
