package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.calls.Calls.FIRST;
import static org.carillon.core.calls.Calls.HANGUP;
import static org.carillon.core.calls.Calls.LEG_A;
import static org.carillon.core.calls.Calls.PAUSE;
import static org.carillon.core.calls.Calls.SPEAK;
import static org.carillon.core.calls.Calls.inbound;
import static org.carillon.core.calls.Calls.newCall;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a function's actions to commands: parameters, defaults, limits, and when to answer (S4). */
class ActionsTest {

  private static final MediaCommand ANSWER = new MediaCommand.Answer(LEG_A);

  @Test
  void speakHasTheContractsDefaults() {
    assertThat(commands(SPEAK))
        .containsExactly(
            ANSWER,
            new MediaCommand.Speak(LEG_A, "Hello", false, "standard", Optional.empty(), "Joanna"));
  }

  @Test
  void speakTakesAllItsParameters() {
    assertThat(
            commands(
                """
                {"Type":"Speak","Parameters":{"CallId":"cccccccc-0000-4000-8000-00000000000a",
                 "Engine":"neural","LanguageCode":"en-GB","TextType":"ssml","VoiceId":"Amy",
                 "Text":"<speak>Hi</speak>","AttendeeJoinToken":"ignored"}}
                """))
        .containsExactly(
            ANSWER,
            new MediaCommand.Speak(
                LEG_A, "<speak>Hi</speak>", true, "neural", Optional.of("en-GB"), "Amy"));
  }

  @Test
  void playAudioTakesNumbersAsText() {
    assertThat(
            commands(
                """
                {"Type":"PlayAudio","Parameters":{"ParticipantTag":"","Repeat":"5",
                 "PlaybackTerminators":["#","*"],
                 "AudioSource":{"Type":"S3","BucketName":"prompts","Key":"a/b.wav"}}}
                """))
        .containsExactly(ANSWER, new MediaCommand.PlayAudio(LEG_A, "prompts", "a/b.wav", 5, "#*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3000", "\"3000\"", "3000.0", "3e3", "\" 3000 \""})
  void aWholeNumberMayComeInAnyForm(String number) {
    assertThat(
            commands(
                "{\"Type\":\"Pause\",\"Parameters\":{\"DurationInMilliseconds\":%s}}"
                    .formatted(number)))
        .containsExactly(new MediaCommand.Pause(LEG_A, Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "Speak|{}|MissingRequiredActionParameter|Text is a required parameter",
        "Speak|{\"Text\":\"\"}|MissingRequiredActionParameter|Text is a required parameter",
        "Speak|{\"Text\":\"x\",\"Engine\":\"steam\"}|InvalidActionParameter"
            + "|The Engine parameter is invalid.",
        "Speak|{\"Text\":\"x\",\"TextType\":\"html\"}|InvalidActionParameter"
            + "|The TextType parameter is invalid.",
        "Speak|{\"Text\":\"x\",\"VoiceId\":\"Jo anna\"}|InvalidActionParameter"
            + "|The VoiceId parameter is invalid.",
        "Speak|{\"Text\":\"x\",\"LanguageCode\":\"english please\"}|InvalidActionParameter"
            + "|The LanguageCode parameter is invalid.",
        "Speak|{\"Text\":\"x\",\"CallId\":\"another\"}|InvalidActionParameter"
            + "|The CallId parameter is invalid.",
        "Speak|{\"Text\":\"x\",\"ParticipantTag\":\"LEG-B\"}|InvalidActionParameter"
            + "|The ParticipantTag parameter is invalid.",
        "PlayAudio|{}|InvalidAudioSource|Audio Source parameter value is invalid.",
        "PlayAudio|{\"AudioSource\":\"x\"}|InvalidAudioSource"
            + "|Audio Source parameter value is invalid.",
        "PlayAudio|{\"AudioSource\":{\"Type\":\"FTP\",\"BucketName\":\"b\",\"Key\":\"k\"}}"
            + "|InvalidAudioSource|Audio Source parameter value is invalid.",
        "PlayAudio|{\"AudioSource\":{\"Type\":\"S3\",\"BucketName\":\"b\"}}|InvalidAudioSource"
            + "|Audio Source parameter value is invalid.",
        "PlayAudio|{\"Repeat\":0,\"AudioSource\":{\"Type\":\"S3\",\"BucketName\":\"b\",\"Key\":\"k\"}}|InvalidActionParameter|The"
            + " Repeat parameter is invalid.",
        "PlayAudio|{\"PlaybackTerminators\":[\"A\"],\"AudioSource\":{\"Type\":\"S3\",\"BucketName\":\"b\",\"Key\":\"k\"}}|InvalidActionParameter|The"
            + " PlaybackTerminators parameter is invalid.",
        "Pause|{}|InvalidActionParameter|The Duration parameter is invalid.",
        "Pause|{\"DurationInMilliseconds\":99}|InvalidActionParameter"
            + "|The Duration parameter is invalid.",
        "Pause|{\"DurationInMilliseconds\":30001}|InvalidActionParameter"
            + "|The Duration parameter is invalid.",
        "Pause|{\"DurationInMilliseconds\":\"soon\"}|InvalidActionParameter"
            + "|The Duration parameter is invalid.",
        "Pause|{\"DurationInMilliseconds\":1e99}|InvalidActionParameter"
            + "|The Duration parameter is invalid.",
        "Pause|{\"DurationInMilliseconds\":true}|InvalidActionParameter"
            + "|The Duration parameter is invalid.",
        "Hangup|{\"SipResponseCode\":603}|InvalidActionParameter"
            + "|The SipResponseCode parameter is invalid.",
      })
  void anActionThatBreaksARuleFailsWhenItsTurnComes(
      String type, String parameters, String errorType, String message) {
    List<MediaCommand> commands =
        commands(SPEAK, "{\"Type\":\"%s\",\"Parameters\":%s}".formatted(type, parameters), SPEAK);

    assertThat(commands).hasSize(3);
    assertThat(commands.getLast())
        .isEqualTo(new MediaCommand.Fail(LEG_A, new ActionError(errorType, message)));
  }

  @Test
  void textsAreLimitedTo1000Characters() {
    String most = "\u00e4".repeat(1000);

    assertThat(commands(speak(most))).doesNotHaveAnyElementsOfTypes(MediaCommand.Fail.class);
    assertThat(commands(speak(most + "x")))
        .containsExactly(
            new MediaCommand.Fail(
                LEG_A,
                new ActionError(
                    "MissingRequiredActionParameter", "Text is limited to 1,000 characters")));
  }

  @Test
  void aListWithAudioAnswersBeforeItsFirstAction() {
    assertThat(commands(PAUSE, SPEAK, HANGUP))
        .hasExactlyElementsOfTypes(
            MediaCommand.Answer.class,
            MediaCommand.Pause.class,
            MediaCommand.Speak.class,
            MediaCommand.Hangup.class)
        .endsWith(new MediaCommand.Hangup(LEG_A, 0));
  }

  @ParameterizedTest
  @CsvSource({"{},480", "{\"SipResponseCode\":\"0\"},480", "{\"SipResponseCode\":486},486"})
  void aHangupAloneRefusesTheCallUnanswered(String parameters, int status) {
    assertThat(commands("{\"Type\":\"Hangup\",\"Parameters\":" + parameters + "}"))
        .containsExactly(new MediaCommand.Hangup(LEG_A, status));
  }

  @Test
  void aPauseDoesNotAnswer() {
    Turn ringing =
        new ScriptedFunction().thenActions(PAUSE).turns().turn(inbound(FIRST), newCall());

    assertThat(ringing.commands()).hasExactlyElementsOfTypes(MediaCommand.Pause.class);
    assertThat(ringing.next().answered()).isFalse();
  }

  @Test
  void anActionThatFailsFirstDoesNotAnswerEither() {
    assertThat(commands(speak(""), SPEAK)).hasExactlyElementsOfTypes(MediaCommand.Fail.class);
  }

  @Test
  void anAnsweredCallIsNotAnsweredAgainAndHangsUpWithBye() {
    ScriptedFunction function =
        new ScriptedFunction()
            .thenActions(SPEAK)
            .thenActions(SPEAK, "{\"Type\":\"Hangup\",\"Parameters\":{\"SipResponseCode\":486}}");
    Turn answered = function.turns().turn(inbound(FIRST), newCall());

    Turn next = function.turns().turn(answered.next(), Calls.finished(answered.next()));

    assertThat(next.commands())
        .hasExactlyElementsOfTypes(MediaCommand.Speak.class, MediaCommand.Hangup.class)
        .endsWith(new MediaCommand.Hangup(LEG_A, 0));
  }

  private static List<MediaCommand> commands(String... actions) {
    Turn turn = new ScriptedFunction().thenActions(actions).turns().turn(inbound(FIRST), newCall());
    assertThat(turn.end()).isEmpty();
    return turn.commands();
  }

  private static String speak(String text) {
    return "{\"Type\":\"Speak\",\"Parameters\":{\"Text\":\"" + text + "\"}}";
  }
}
