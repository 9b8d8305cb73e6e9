package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.carillon.media.ivr.PromptPlayer;
import org.carillon.media.sip.CallEnd.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;

/** Phones that a function lets join a meeting, each saying a tone of its own (S7). */
@Timeout(120)
class MeetingCallTest {
  private static final String NUMBER = "+12065550100";

  @TempDir Path data;

  private final Queue<String> tokens = new ArrayDeque<>();
  private Function<String, String> next = type -> "[]";
  private final ScriptedFunction function =
      new ScriptedFunction(
          type ->
              ScriptedFunction.actions(
                  type.equals("NEW_INBOUND_CALL") ? joinWith(tokens.remove()) : next.apply(type)));

  private static String joinWith(String token) {
    return "[{\"Type\":\"JoinChimeMeeting\",\"Parameters\":{\"JoinToken\":\"" + token + "\"}}]";
  }

  private Caller join(TestNode node, Attendee attendee, int hertz) throws Exception {
    tokens.add(attendee.joinToken());
    Caller caller = Caller.onLoopback();
    long before = joined();
    caller.dial(NUMBER, node.sip());
    caller.awaitAnswer();
    var _ = new PromptPlayer(caller.stream()).play(Tones.of(hertz, 1000), Integer.MAX_VALUE);
    Await.until("joined", () -> joined() > before);
    return caller;
  }

  private long joined() {
    return function.eventTypes().stream().filter("ACTION_SUCCESSFUL"::equals).count();
  }

  private static void hears(Caller caller, int... hertz) {
    for (int one : hertz) {
      Await.until(one + " Hz heard", () -> caller.shareLately(one) > 0.3);
    }
  }

  private static void hearsNot(Caller caller, int hertz) {
    Await.until(hertz + " Hz not heard", () -> caller.shareLately(hertz) < 0.02);
  }

  @Test
  void threePhonesHearTheTwoOthersAndNotThemselves() throws Exception {
    try (TestNode node = TestNode.with(data, function)) {
      TestMeeting meeting = node.meeting();
      try (Caller ann = join(node, meeting.attendee(), 600);
          Caller bob = join(node, meeting.attendee(), 1000);
          Caller cid = join(node, meeting.attendee(), 1500)) {

        hears(ann, 1000, 1500);
        hears(bob, 600, 1500);
        hears(cid, 600, 1000);
        hearsNot(ann, 600);
        hearsNot(bob, 1000);
        hearsNot(cid, 1500);

        List<?> legs = participants(function.event("ACTION_SUCCESSFUL"));
        assertThat(legs).hasSize(2);
        assertThat(legs.get(1).toString())
            .contains("ParticipantTag=LEG-B", "To=+17035550122", "From=SMA", "Direction=Outbound")
            .contains("Status=Connected");

        // who hangs up is heard no more
        cid.hangUp();
        hearsNot(ann, 1500);
        hears(ann, 1000);
      }
    }
  }

  private static List<?> participants(Map<String, Object> event) {
    return (List<?>) ((Map<?, ?>) event.get("CallDetails")).get("Participants");
  }

  @Test
  void aMutedAttendeeIsHeardByNobodyUntilItIsUnmuted() throws Exception {
    CountDownLatch listened = new CountDownLatch(1);
    try (TestNode node = TestNode.with(data, function)) {
      TestMeeting meeting = node.meeting();
      Attendee second = meeting.attendee();
      AtomicInteger successes = new AtomicInteger();
      next =
          type ->
              switch (type.equals("ACTION_SUCCESSFUL") ? successes.incrementAndGet() : 0) {
                case 2 -> modify("Mute", meeting, second.attendeeId());
                case 3 -> {
                  await(listened);
                  yield modify("Unmute", meeting, second.attendeeId());
                }
                default -> "[]";
              };
      try (Caller ann = join(node, meeting.attendee(), 600);
          Caller bob = join(node, second, 1000)) {
        Await.until("muted", () -> successes.get() == 3);
        hears(bob, 600);
        hearsNot(ann, 1000);

        listened.countDown();
        hears(ann, 1000);
      }
    }
  }

  @Test
  void whoIsNoAttendeeCannotBeMutedAndIsNamed() throws Exception {
    try (TestNode node = TestNode.with(data, function)) {
      TestMeeting meeting = node.meeting();
      String stranger = "11111111-2222-4333-8444-555555555555";
      next = type -> type.equals("ACTION_SUCCESSFUL") ? modify("Mute", meeting, stranger) : "[]";
      try (Caller ann = join(node, meeting.attendee(), 600)) {
        Await.until("ACTION_FAILED", () -> function.eventTypes().contains("ACTION_FAILED"));
        assertThat(ann.call()).isNotNull();
        assertThat(function.event("ACTION_FAILED").get("ActionData").toString())
            .contains(
                "ErrorType=InvalidActionParameter",
                "One or more attendees are not part of this meeting. All attendees must be part of"
                    + " this meeting.",
                "ErrorList=[" + stranger + "]");
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(4, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String modify(String operation, TestMeeting meeting, String attendeeId) {
    return "[{\"Type\":\"ModifyChimeMeetingAttendees\",\"Parameters\":{\"Operation\":\""
        + operation
        + "\",\"MeetingId\":\""
        + meeting.id()
        + "\",\"AttendeeList\":[\""
        + attendeeId
        + "\"]}}]";
  }

  @Test
  void aTokenThatIsNoGoodFailsTheActionInItsOwnWords() throws Exception {
    next = type -> "[{\"Type\":\"Hangup\",\"Parameters\":{}}]";
    tokens.add("nonsense");
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(function.event("ACTION_FAILED").get("ActionData").toString())
          .contains("Error=ErrorJoiningMeeting: Error while joining meeting.");
    }
  }

  @Test
  void theEndOfTheMeetingEndsItsLegAndLeavesTheCallToTheFunction() throws Exception {
    try (TestNode node = TestNode.with(data, function)) {
      TestMeeting meeting = node.meeting();
      try (Caller ann = join(node, meeting.attendee(), 600)) {
        next = type -> type.equals("HANGUP") ? "[{\"Type\":\"Hangup\",\"Parameters\":{}}]" : "[]";
        meeting.end();

        assertThat(ann.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
        Map<?, ?> parameters =
            (Map<?, ?>) ((Map<?, ?>) function.event("HANGUP").get("ActionData")).get("Parameters");
        assertThat(parameters.get("ParticipantTag")).isEqualTo("LEG-B");
      }
    }
  }

  @Test
  void aDeletedAttendeeIsLetGoAndTheOthersStay() throws Exception {
    try (TestNode node = TestNode.with(data, function)) {
      TestMeeting meeting = node.meeting();
      Attendee second = meeting.attendee();
      try (Caller ann = join(node, meeting.attendee(), 600);
          Caller bob = join(node, second, 1000)) {
        hears(ann, 1000);

        meeting.delete(second);

        Await.until("HANGUP", () -> function.eventTypes().contains("HANGUP"));
        hearsNot(ann, 1000);
        hearsNot(bob, 600);
        assertThat(bob.stream().stats().packetsReceived()).isPositive();
      }
    }
  }
}
