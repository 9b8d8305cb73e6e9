package org.carillon.core.meetings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.carillon.core.CoreFixture;
import org.carillon.core.Ids;
import org.carillon.core.meetings.MeetingAdmission.Audio;
import org.carillon.core.meetings.MeetingAdmission.Entry;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.AttendeeCapabilities;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.MediaCapabilities;

/** Who may join a meeting by phone, and on which node (S7). */
class AdmissionsTest {
  private static final String NODE = "node-1";
  private static final Audio BOTH = new Audio(true, true);

  private final CoreFixture core = new CoreFixture();
  private final MeetingSpace space =
      new MeetingSpace(core.items, core.sealer, core.account, "voice.example.com", core.clock);
  private final Admissions admissions =
      new Admissions(core.items, core.sealer, core.account, core.clock);
  private final String meeting = meeting();
  private final Attendee ann = attendee(meeting, MediaCapabilities.SEND_RECEIVE);

  @Test
  void aTokenAdmitsItsAttendeeWithOrWithoutTheMeetingsId() {
    Entry admitted = new Entry.Admitted(meeting, ann.attendeeId(), BOTH);

    assertThat(admissions.join(ann.joinToken(), Optional.of(meeting), NODE)).isEqualTo(admitted);
    assertThat(admissions.join(ann.joinToken(), Optional.empty(), NODE)).isEqualTo(admitted);
  }

  @Test
  void anAttendeesCapabilitiesSayWhatItHearsAndSays() {
    for (var pair :
        Map.of(
                MediaCapabilities.SEND, new Audio(true, false),
                MediaCapabilities.RECEIVE, new Audio(false, true),
                MediaCapabilities.NONE, new Audio(false, false))
            .entrySet()) {
      Attendee one = attendee(meeting, pair.getKey());
      assertThat(admissions.join(one.joinToken(), Optional.empty(), NODE))
          .isEqualTo(new Entry.Admitted(meeting, one.attendeeId(), pair.getValue()));
    }
  }

  @Test
  void aWrongTokenAnotherMeetingAGoneAttendeeAndAnEndedMeetingAreRefused() {
    String other = meeting();
    assertThat(refusal("nonsense", Optional.empty())).contains("join token");
    assertThat(refusal("", Optional.empty())).contains("join token");
    assertThat(refusal(ann.joinToken() + "x", Optional.empty())).contains("join token");
    assertThat(refusal(ann.joinToken(), Optional.of(other))).contains("another meeting");
    assertThat(refusal(ann.joinToken(), Optional.of("../" + meeting))).contains("another meeting");

    delete(ann);
    assertThat(refusal(ann.joinToken(), Optional.of(meeting))).contains("attendee");
    Attendee bob = attendee(meeting, MediaCapabilities.SEND_RECEIVE);
    end(meeting);
    assertThat(refusal(bob.joinToken(), Optional.empty())).contains("meeting");
  }

  @Test
  void oneNodeHasAMeetingUntilItsLastLegLeft() {
    join(ann, NODE);
    assertThat(admissions.join(ann.joinToken(), Optional.empty(), "node-2"))
        .isEqualTo(new Entry.Elsewhere(NODE));

    admissions.left(meeting, "node-2"); // not its to give
    assertThat(admissions.join(ann.joinToken(), Optional.empty(), "node-2"))
        .isEqualTo(new Entry.Elsewhere(NODE));

    admissions.left(meeting, NODE);
    assertThat(admissions.join(ann.joinToken(), Optional.empty(), "node-2"))
        .isInstanceOf(Entry.Admitted.class);
  }

  @Test
  void aNodeThatNoLongerAsksLosesTheMeeting() {
    join(ann, NODE);
    core.pass(Admissions.FOCUS_LEASE.dividedBy(2));
    assertThat(admissions.standing(meeting, List.of(ann.attendeeId()), NODE)).isNotEmpty();
    core.pass(Admissions.FOCUS_LEASE.dividedBy(2));
    assertThat(admissions.join(ann.joinToken(), Optional.empty(), "node-2"))
        .isEqualTo(new Entry.Elsewhere(NODE));

    core.pass(Admissions.FOCUS_LEASE);
    assertThat(admissions.join(ann.joinToken(), Optional.empty(), "node-2"))
        .isInstanceOf(Entry.Admitted.class);
    assertThat(admissions.standing(meeting, List.of(ann.attendeeId()), NODE)).isEmpty();
  }

  @Test
  void ofManyNodesThatAskAtOnceOneHasTheMeeting() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Entry>> asks = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String node = "node-" + i;
        asks.add(() -> admissions.join(ann.joinToken(), Optional.empty(), node));
      }
      int admitted = 0;
      for (Future<Entry> answer : threads.invokeAll(asks)) {
        admitted += answer.get() instanceof Entry.Admitted ? 1 : 0;
      }
      assertThat(admitted).isEqualTo(1);
    }
  }

  @Test
  void whoWasDeletedDoesNotStayAndChangedCapabilitiesAreTold() {
    Attendee bob = attendee(meeting, MediaCapabilities.RECEIVE);
    join(ann, NODE);
    List<String> both = List.of(ann.attendeeId(), bob.attendeeId());
    assertThat(admissions.standing(meeting, both, NODE))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(ann.attendeeId(), BOTH, bob.attendeeId(), new Audio(false, true)));
    assertThat(Meetings.connected(space.meetings().require(meeting))).isEqualTo(2);

    delete(bob);
    assertThat(admissions.standing(meeting, both, NODE)).containsOnlyKeys(ann.attendeeId());

    end(meeting);
    assertThat(admissions.standing(meeting, both, NODE)).isEmpty();
    assertThat(core.items.get(space.meetings().focusKey(meeting))).isEmpty();
  }

  @Test
  void strangersAreThoseTheMeetingDoesNotHave() {
    String nobody = Ids.guid();
    assertThat(admissions.strangers(meeting, List.of(ann.attendeeId(), nobody, "?")))
        .containsExactly(nobody, "?");
    assertThat(admissions.strangers(Ids.guid(), List.of(ann.attendeeId())))
        .containsExactly(ann.attendeeId());
  }

  private void join(Attendee attendee, String node) {
    assertThat(admissions.join(attendee.joinToken(), Optional.empty(), node))
        .isInstanceOf(Entry.Admitted.class);
  }

  private String refusal(String token, Optional<String> meetingId) {
    Entry entry = admissions.join(token, meetingId, NODE);
    assertThat(entry).isInstanceOf(Entry.Refused.class);
    return ((Entry.Refused) entry).why();
  }

  private String meeting() {
    return new CreateMeeting(space)
        .handle(
            CreateMeetingRequest.builder()
                .clientRequestToken(Ids.guid())
                .mediaRegion("us-east-1")
                .externalMeetingId("monday")
                .build(),
            core.caller)
        .meeting()
        .meetingId();
  }

  private Attendee attendee(String meetingId, MediaCapabilities audio) {
    return new CreateAttendee(space)
        .handle(
            CreateAttendeeRequest.builder()
                .meetingId(meetingId)
                .externalUserId("user")
                .capabilities(
                    AttendeeCapabilities.builder()
                        .audio(audio)
                        .video(MediaCapabilities.NONE)
                        .content(MediaCapabilities.NONE)
                        .build())
                .build(),
            core.caller)
        .attendee();
  }

  private void delete(Attendee attendee) {
    new DeleteAttendee(space)
        .handle(
            DeleteAttendeeRequest.builder()
                .meetingId(meeting)
                .attendeeId(attendee.attendeeId())
                .build(),
            core.caller);
  }

  private void end(String meetingId) {
    new DeleteMeeting(space)
        .handle(DeleteMeetingRequest.builder().meetingId(meetingId).build(), core.caller);
  }
}
