package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkmeetings.ChimeSdkMeetingsClient;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.AttendeeCapabilities;
import software.amazon.awssdk.services.chimesdkmeetings.model.BadRequestException;
import software.amazon.awssdk.services.chimesdkmeetings.model.ConflictException;
import software.amazon.awssdk.services.chimesdkmeetings.model.LimitExceededException;
import software.amazon.awssdk.services.chimesdkmeetings.model.Meeting;
import software.amazon.awssdk.services.chimesdkmeetings.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkmeetings.model.ResourceNotFoundException;
import software.amazon.awssdk.services.chimesdkmeetings.model.UnprocessableEntityException;

/** Meetings, told by the unmodified AWS SDK for Java (S7). */
@SuppressWarnings("unchecked") // the SDK's builders take arrays of a generic type
class MeetingStoryTest {

  @TempDir Path data;
  private LocalApi local;
  private ChimeSdkMeetingsClient client;

  @BeforeEach
  void start() throws Exception {
    local = new LocalApi(data);
    client = local.client(ChimeSdkMeetingsClient.builder());
  }

  @AfterEach
  void stop() {
    client.close();
    local.close();
  }

  private Meeting meeting(String token) {
    return client
        .createMeeting(
            r ->
                r.clientRequestToken(token)
                    .mediaRegion("us-east-1")
                    .externalMeetingId("monday")
                    .meetingFeatures(f -> f.attendee(a -> a.maxCount(3))))
        .meeting();
  }

  @Test
  void aMeetingIsHeld() {
    Meeting meeting = meeting("once");
    String id = meeting.meetingId();
    assertThat(meeting("once")).isEqualTo(meeting);
    assertThatThrownBy(
            () ->
                client.createMeeting(
                    r ->
                        r.clientRequestToken("once")
                            .mediaRegion("us-west-2")
                            .externalMeetingId("monday")))
        .isInstanceOf(ConflictException.class);
    assertThat(client.getMeeting(r -> r.meetingId(id)).meeting()).isEqualTo(meeting);

    Attendee ann = client.createAttendee(r -> r.meetingId(id).externalUserId("ann")).attendee();
    assertThat(ann.joinToken()).isNotBlank();
    var batch =
        client.batchCreateAttendee(
            r ->
                r.meetingId(id)
                    .attendees(
                        a -> a.externalUserId("bob"),
                        a -> a.externalUserId("cid"),
                        a -> a.externalUserId("dan")));
    assertThat(batch.attendees()).hasSize(2);
    assertThat(batch.errors().getFirst().externalUserId()).isEqualTo("dan");
    assertThatThrownBy(() -> client.createAttendee(r -> r.meetingId(id).externalUserId("eve")))
        .isInstanceOf(LimitExceededException.class);

    assertThat(client.getAttendee(r -> r.meetingId(id).attendeeId(ann.attendeeId())).attendee())
        .isEqualTo(ann);
    assertThat(client.listAttendeesPaginator(r -> r.meetingId(id).maxResults(2)).stream())
        .flatExtracting(page -> page.attendees())
        .hasSize(3);
    AttendeeCapabilities listens =
        AttendeeCapabilities.builder().audio("Receive").video("Receive").content("Receive").build();
    client.updateAttendeeCapabilities(
        r -> r.meetingId(id).attendeeId(ann.attendeeId()).capabilities(listens));
    client.batchUpdateAttendeeCapabilitiesExcept(
        r ->
            r.meetingId(id)
                .excludedAttendeeIds(a -> a.attendeeId(ann.attendeeId()))
                .capabilities(listens));
    assertThat(client.listAttendees(r -> r.meetingId(id)).attendees())
        .allSatisfy(attendee -> assertThat(attendee.capabilities()).isEqualTo(listens));
    assertThatThrownBy(
            () ->
                client.updateAttendeeCapabilities(
                    r ->
                        r.meetingId(id)
                            .attendeeId(ann.attendeeId())
                            .capabilities(c -> c.audio("Send").video("None").content("Receive"))))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("Capabilities.Content");

    client.deleteAttendee(r -> r.meetingId(id).attendeeId(ann.attendeeId()));
    assertThatThrownBy(() -> client.getAttendee(r -> r.meetingId(id).attendeeId(ann.attendeeId())))
        .isInstanceOf(NotFoundException.class);
    client.deleteMeeting(r -> r.meetingId(id));
    assertThatThrownBy(() -> client.getMeeting(r -> r.meetingId(id)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> client.listAttendees(r -> r.meetingId(id)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aMeetingIsMadeWithAttendeesAndTagged() {
    var made =
        client.createMeetingWithAttendees(
            r ->
                r.clientRequestToken("once")
                    .mediaRegion("us-east-1")
                    .externalMeetingId("monday")
                    .attendees(a -> a.externalUserId("ann"), a -> a.externalUserId("bob")));
    assertThat(made.attendees()).hasSize(2);
    String arn = made.meeting().meetingArn();

    client.tagResource(r -> r.resourceARN(arn).tags(t -> t.key("team").value("a")));
    assertThat(client.listTagsForResource(r -> r.resourceARN(arn)).tags()).hasSize(1);
    client.untagResource(r -> r.resourceARN(arn).tagKeys("team"));
    assertThat(client.listTagsForResource(r -> r.resourceARN(arn)).tags()).isEmpty();
    client.deleteMeeting(r -> r.meetingId(made.meeting().meetingId()));
    assertThatThrownBy(() -> client.listTagsForResource(r -> r.resourceARN(arn)))
        .isInstanceOfSatisfying(
            ResourceNotFoundException.class, e -> assertThat(e.resourceName()).isEqualTo(arn));
  }

  @Test
  void nobodyConnectedNothingTranscribed() {
    String id = meeting("once").meetingId();

    assertThatThrownBy(
            () ->
                client.startMeetingTranscription(
                    r ->
                        r.meetingId(id)
                            .transcriptionConfiguration(
                                c -> c.engineTranscribeSettings(s -> s.languageCode("en-US")))))
        .isInstanceOf(UnprocessableEntityException.class);
    assertThatThrownBy(() -> client.stopMeetingTranscription(r -> r.meetingId(id)))
        .isInstanceOf(UnprocessableEntityException.class);
    assertThatThrownBy(() -> client.getMeeting(r -> r.meetingId(UUID.randomUUID().toString())))
        .isInstanceOf(NotFoundException.class);
  }
}
