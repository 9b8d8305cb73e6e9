package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.calls.Calls.FIRST;
import static org.carillon.core.calls.Calls.SPEAK;
import static org.carillon.core.calls.Calls.callerHungUp;
import static org.carillon.core.calls.Calls.finished;
import static org.carillon.core.calls.Calls.inbound;
import static org.carillon.core.calls.Calls.newCall;

import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.core.Golden;
import org.junit.jupiter.api.Test;

/** The events a function gets, against their golden files (S4). */
class InvocationEventsTest {

  private final ScriptedFunction function = new ScriptedFunction();

  @Test
  void newInboundCallHasNoStatusAndNoAttributes() {
    function.thenActions(SPEAK).turns().turn(inbound(FIRST), newCall());

    assertLastEventIs("new-inbound-call.json");
  }

  @Test
  void customHeadersOfTheInviteAreShown() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Customer", "4711");
    headers.put("User-to-User", "616263;encoding=hex");

    function.thenActions(SPEAK).turns().turn(inbound("anonymous", headers, FIRST), newCall());

    assertLastEventIs("new-inbound-call-with-headers.json");
  }

  @Test
  void theLastActionOfAFinishedListIsEchoedAsItWasSent() {
    function.thenAnswer(
        """
        {"SchemaVersion":"1.0",
         "Actions":[{"Type":"Speak","Parameters":{"Text":"Hello"}},
                    {"Type":"Pause","Parameters":{"CallId":"","DurationInMilliseconds":"3000",
                                                  "Unknown":[1,2.5,null]}}],
         "TransactionAttributes":{"step":"greeted","params":{"nested":true}}}
        """);

    Turn greeted = function.turns().turn(inbound(FIRST), newCall());
    function.turns().turn(greeted.next(), finished(greeted.next()));

    assertLastEventIs("action-successful.json");
  }

  @Test
  void aFailedActionIsEchoedWithItsError() {
    function.thenActions(
        SPEAK,
        """
        {"Type":"PlayAudio","Parameters":{"ParticipantTag":"LEG-A",
         "AudioSource":{"Type":"S3","BucketName":"prompts","Key":"missing.wav"}}}
        """,
        SPEAK);

    Turn playing = function.turns().turn(inbound(FIRST), newCall());
    assertThat(playing.commands().get(2)).isInstanceOf(MediaCommand.PlayAudio.class);
    function
        .turns()
        .turn(playing.next(), new CallEvent.ActionFailed(1, 2, ActionError.AUDIO_INACCESSIBLE));

    assertLastEventIs("action-failed.json");
  }

  @Test
  void aHangupGivesItsCodeAsANumberAndTheLegAsDisconnected() {
    Turn speaking = function.thenActions(SPEAK).turns().turn(inbound(FIRST), newCall());

    function.turns().turn(speaking.next(), callerHungUp());

    assertLastEventIs("hangup.json");
  }

  @Test
  void aWrongAnswerIsToldWithErrorTypeAndMessageAtTheTop() {
    function.thenAnswer("{\"statusCode\":200,\"body\":\"{}\"}");

    function.turns().turn(inbound(FIRST), newCall());

    assertLastEventIs("invalid-lambda-response.json");
  }

  private void assertLastEventIs(String goldenFile) {
    assertThat(function.last().event())
        .isEqualTo(Golden.document(InvocationEventsTest.class, goldenFile));
  }
}
