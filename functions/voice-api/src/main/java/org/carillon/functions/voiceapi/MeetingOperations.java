package org.carillon.functions.voiceapi;

import org.carillon.contract.Api;
import org.carillon.core.meetings.BatchCreateAttendee;
import org.carillon.core.meetings.BatchUpdateAttendeeCapabilitiesExcept;
import org.carillon.core.meetings.CreateAttendee;
import org.carillon.core.meetings.CreateMeeting;
import org.carillon.core.meetings.CreateMeetingWithAttendees;
import org.carillon.core.meetings.DeleteAttendee;
import org.carillon.core.meetings.DeleteMeeting;
import org.carillon.core.meetings.GetAttendee;
import org.carillon.core.meetings.GetMeeting;
import org.carillon.core.meetings.ListAttendees;
import org.carillon.core.meetings.ListTagsForResource;
import org.carillon.core.meetings.MeetingSpace;
import org.carillon.core.meetings.StartMeetingTranscription;
import org.carillon.core.meetings.StopMeetingTranscription;
import org.carillon.core.meetings.TagResource;
import org.carillon.core.meetings.UntagResource;
import org.carillon.core.meetings.UpdateAttendeeCapabilities;
import software.amazon.awssdk.services.chimesdkmeetings.model.BatchCreateAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.BatchUpdateAttendeeCapabilitiesExceptRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingWithAttendeesRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.GetAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.GetMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.ListAttendeesRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.StartMeetingTranscriptionRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.StopMeetingTranscriptionRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.TagResourceRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.UntagResourceRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.UpdateAttendeeCapabilitiesRequest;

/** The API of meetings (S7). */
final class MeetingOperations {

  private MeetingOperations() {}

  static void add(OperationTable table, Domain domain) {
    MeetingSpace space =
        new MeetingSpace(
            domain.items(),
            domain.ports().sealer(),
            domain.account(),
            domain.network().domain(),
            domain.clock());
    table.add(Api.MEETINGS, "S7", CreateMeetingRequest.class, new CreateMeeting(space));
    table.add(
        Api.MEETINGS,
        "S7",
        CreateMeetingWithAttendeesRequest.class,
        new CreateMeetingWithAttendees(space));
    table.add(Api.MEETINGS, "S7", GetMeetingRequest.class, new GetMeeting(space));
    table.add(Api.MEETINGS, "S7", DeleteMeetingRequest.class, new DeleteMeeting(space));
    table.add(Api.MEETINGS, "S7", CreateAttendeeRequest.class, new CreateAttendee(space));
    table.add(Api.MEETINGS, "S7", BatchCreateAttendeeRequest.class, new BatchCreateAttendee(space));
    table.add(Api.MEETINGS, "S7", GetAttendeeRequest.class, new GetAttendee(space));
    table.add(
        Api.MEETINGS, "S7", ListAttendeesRequest.class, new ListAttendees(domain.listing(), space));
    table.add(Api.MEETINGS, "S7", DeleteAttendeeRequest.class, new DeleteAttendee(space));
    table.add(
        Api.MEETINGS,
        "S7",
        UpdateAttendeeCapabilitiesRequest.class,
        new UpdateAttendeeCapabilities(space));
    table.add(
        Api.MEETINGS,
        "S7",
        BatchUpdateAttendeeCapabilitiesExceptRequest.class,
        new BatchUpdateAttendeeCapabilitiesExcept(space));
    table.add(
        Api.MEETINGS,
        "S7",
        StartMeetingTranscriptionRequest.class,
        new StartMeetingTranscription(space));
    table.add(
        Api.MEETINGS,
        "S7",
        StopMeetingTranscriptionRequest.class,
        new StopMeetingTranscription(space));
    table.add(Api.MEETINGS, "V8", TagResourceRequest.class, new TagResource(space.tags()));
    table.add(Api.MEETINGS, "V8", UntagResourceRequest.class, new UntagResource(space.tags()));
    table.add(
        Api.MEETINGS,
        "V8",
        ListTagsForResourceRequest.class,
        new ListTagsForResource(space.tags()));
  }
}
