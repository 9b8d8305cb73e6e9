package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.carillon.core.calls.MediaCommand;
import org.carillon.core.calls.NewCall;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RouteTarget;
import org.carillon.media.ivr.PromptPlayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;

/** CreateSipMediaApplicationCall to a meeting, by the header fields of the request (S7, S5). */
@Timeout(120)
class MeetingApiCallTest {
  private static final String PROMPT =
      """
      [{"Type":"PlayAudio","Parameters":{"AudioSource":{"Type":"S3","BucketName":"prompts","Key":"tone.wav"},"Repeat":1000}}]
      """;

  @TempDir Path data;

  private String join = "[]";
  private final ScriptedFunction function =
      new ScriptedFunction(
          type ->
              ScriptedFunction.actions(
                  switch (type) {
                    case "NEW_INBOUND_CALL" -> join;
                    case "CALL_ANSWERED" -> PROMPT;
                    default -> "[]";
                  }));

  private static NewCall call(Map<String, String> headers) {
    return new NewCall(
        UUID.randomUUID().toString(),
        new RouteTarget(TestNode.APPLICATION, TestNode.FUNCTION, "us-east-1"),
        "+14255550100",
        MediaCommand.JoinMeeting.MEETING_NUMBER,
        headers,
        Map.of(),
        Instant.now());
  }

  @Test
  void whatIsPlayedToTheCallIsHeardInTheMeetingUntilItEnds() throws Exception {
    try (TestNode node = TestNode.with(data, function);
        Caller phone = Caller.onLoopback()) {
      TestMeeting meeting = node.meeting();
      Attendee attendee = meeting.attendee();
      join =
          "[{\"Type\":\"JoinChimeMeeting\",\"Parameters\":{\"JoinToken\":\""
              + meeting.attendee().joinToken()
              + "\"}}]";
      phone.dial("+12065550100", node.sip());
      phone.awaitAnswer();
      var _ = new PromptPlayer(phone.stream()).play(Tones.of(600, 1000), Integer.MAX_VALUE);

      NewCall call =
          call(
              Map.of(
                  "X-chime-join-token", attendee.joinToken(), "X-chime-meeting-id", meeting.id()));
      node.node().place(call);

      Await.until("the prompt", () -> phone.shareLately(TestNode.PROMPT_HZ) > 0.5);
      meeting.end();
      Await.until(
          "the end of the call",
          () ->
              node.facts().stream()
                  .anyMatch(
                      fact ->
                          fact instanceof CallFact.CallEnded end
                              && end.transactionId().equals(call.transactionId())
                              && end.status() == CallStatus.COMPLETED));
      Await.until(
          "both are told",
          () -> function.eventTypes().stream().filter("HANGUP"::equals).count() == 2);
      assertThat(function.eventTypes()).contains("NEW_OUTBOUND_CALL", "CALL_ANSWERED");
    }
  }

  @Test
  void aCallWithoutAGoodTokenIsRefused() throws Exception {
    try (TestNode node = TestNode.with(data, function)) {
      node.node().place(call(Map.of("X-chime-join-token", "nonsense")));

      Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
      assertThat(function.eventTypes()).containsExactly("NEW_OUTBOUND_CALL", "HANGUP");
      assertThat(node.ended().sipStatus()).isEqualTo(403);
      assertThat(node.ended().status()).isEqualTo(CallStatus.FAILED);
    }
  }
}
