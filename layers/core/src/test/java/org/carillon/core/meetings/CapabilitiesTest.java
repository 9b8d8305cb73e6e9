package org.carillon.core.meetings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.Ids;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.AttendeeCapabilities;
import software.amazon.awssdk.services.chimesdkmeetings.model.AttendeeIdItem;
import software.amazon.awssdk.services.chimesdkmeetings.model.BatchUpdateAttendeeCapabilitiesExceptRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.GetAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.MeetingFeaturesConfiguration;
import software.amazon.awssdk.services.chimesdkmeetings.model.UpdateAttendeeCapabilitiesRequest;

/** What attendees may send and receive (S7). */
class CapabilitiesTest {

  private final CoreFixture core = new CoreFixture();
  private final MeetingSpace space =
      new MeetingSpace(core.items, core.sealer, core.account, "voice.example.com", core.clock);

  private String meeting(Consumer<MeetingFeaturesConfiguration.Builder> features) {
    return new CreateMeeting(space)
        .handle(
            CreateMeetingRequest.builder()
                .clientRequestToken(Ids.guid())
                .mediaRegion("us-east-1")
                .externalMeetingId("monday")
                .meetingFeatures(features)
                .build(),
            core.caller)
        .meeting()
        .meetingId();
  }

  private Attendee attendee(String meetingId, AttendeeCapabilities capabilities) {
    return new CreateAttendee(space)
        .handle(
            CreateAttendeeRequest.builder()
                .meetingId(meetingId)
                .externalUserId("ann")
                .capabilities(capabilities)
                .build(),
            core.caller)
        .attendee();
  }

  private Attendee get(String meetingId, String attendeeId) {
    return new GetAttendee(space)
        .handle(
            GetAttendeeRequest.builder().meetingId(meetingId).attendeeId(attendeeId).build(),
            core.caller)
        .attendee();
  }

  private static AttendeeCapabilities of(String audio, String video, String content) {
    return AttendeeCapabilities.builder().audio(audio).video(video).content(content).build();
  }

  @Test
  void whoAsksForNothingGetsWhatTheMeetingHas() {
    assertThat(attendee(meeting(f -> {}), null).capabilities())
        .isEqualTo(of("SendReceive", "SendReceive", "SendReceive"));
    assertThat(attendee(meeting(f -> f.video(v -> v.maxResolution("None"))), null).capabilities())
        .isEqualTo(of("SendReceive", "Receive", "SendReceive"));
    assertThat(
            attendee(
                    meeting(
                        f ->
                            f.video(v -> v.maxResolution("None"))
                                .content(c -> c.maxResolution("None"))),
                    null)
                .capabilities())
        .isEqualTo(of("SendReceive", "None", "None"));
  }

  @Test
  void whatTheMeetingDoesNotHaveIsRefused() {
    String noVideo = meeting(f -> f.video(v -> v.maxResolution("None")));
    String noContent = meeting(f -> f.content(c -> c.maxResolution("None")));
    String all = meeting(f -> {});

    refused(
        ErrorType.BAD_REQUEST,
        "Capabilities.Video: None",
        () -> attendee(noVideo, of("Send", "Receive", "None")));
    refused(
        ErrorType.BAD_REQUEST,
        "Capabilities.Content: None",
        () -> attendee(noContent, of("Send", "Receive", "Receive")));
    refused(
        ErrorType.BAD_REQUEST,
        "Capabilities.Content: can be received only when Video",
        () -> attendee(all, of("Send", "Send", "Receive")));
    attendee(all, of("None", "Receive", "Send"));
  }

  @Test
  void oneOrAllButSomeAreChanged() {
    String meetingId = meeting(f -> {});
    Attendee speaker = attendee(meetingId, null);
    Attendee listener = attendee(meetingId, null);
    IntStream.range(0, 120).forEach(i -> attendee(meetingId, null));
    AttendeeCapabilities listens = of("Receive", "Receive", "Receive");

    new BatchUpdateAttendeeCapabilitiesExcept(space)
        .handle(
            BatchUpdateAttendeeCapabilitiesExceptRequest.builder()
                .meetingId(meetingId)
                .excludedAttendeeIds(
                    AttendeeIdItem.builder().attendeeId(speaker.attendeeId()).build(),
                    AttendeeIdItem.builder().attendeeId(Ids.guid()).build())
                .capabilities(listens)
                .build(),
            core.caller);

    assertThat(get(meetingId, speaker.attendeeId())).isEqualTo(speaker);
    assertThat(get(meetingId, listener.attendeeId()).capabilities()).isEqualTo(listens);
    assertThat(space.attendees().all(meetingId))
        .filteredOn(item -> Attendees.attendee(item).capabilities().equals(listens))
        .hasSize(121);

    UpdateAttendeeCapabilitiesRequest request =
        UpdateAttendeeCapabilitiesRequest.builder()
            .meetingId(meetingId)
            .attendeeId(listener.attendeeId())
            .capabilities(of("SendReceive", "None", "None"))
            .build();
    assertThat(new UpdateAttendeeCapabilities(space).handle(request, core.caller).attendee())
        .isEqualTo(get(meetingId, listener.attendeeId()))
        .satisfies(changed -> assertThat(changed.joinToken()).isEqualTo(listener.joinToken()));
    refused(
        ErrorType.NOT_FOUND,
        "AttendeeId",
        () ->
            new UpdateAttendeeCapabilities(space)
                .handle(request.toBuilder().attendeeId(Ids.guid()).build(), core.caller));
  }
}
