package org.carillon.core.meetings;

import java.util.List;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingResponse;

/** CreateMeeting (S7): the same token gives the same meeting. */
public final class CreateMeeting implements Operation<CreateMeetingRequest, CreateMeetingResponse> {

  private final MeetingSpace space;

  /** In this space. */
  public CreateMeeting(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public CreateMeetingResponse handle(CreateMeetingRequest request, Caller caller) {
    NewMeeting wanted = NewMeeting.of(request);
    MeetingCreation.Made made =
        MeetingCreation.create(
            space, "CreateMeeting", request.clientRequestToken(), request, wanted, List.of());
    return CreateMeetingResponse.builder().meeting(made.meeting()).build();
  }
}
