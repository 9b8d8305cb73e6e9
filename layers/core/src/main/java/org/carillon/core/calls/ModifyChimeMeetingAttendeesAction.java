package org.carillon.core.calls;

import java.util.List;

/** {@code ModifyChimeMeetingAttendees}: mutes and unmutes attendees of the meeting joined (S7). */
final class ModifyChimeMeetingAttendeesAction implements Action {

  private static final int MOST_ATTENDEES = 100;
  private static final int MAX_ID = 128;

  private static final ActionError OPERATION =
      ActionError.invalidParameter(
          "The value in the Operation field of the ModifyChimeMeetingAttendees action is invalid.");
  private static final ActionError MEETING_ID =
      ActionError.invalidParameter("The meeting ID parameter is invalid.");
  private static final ActionError ATTENDEES =
      ActionError.invalidParameter("Attendee List parameter is invalid.");
  private static final ActionError NOT_BRIDGED =
      ActionError.invalidParameter("Invalid action on the call.");
  private static final ActionError NOT_IN_MEETING =
      ActionError.invalidParameter("Call is not connected to Chime Meeting.");

  @Override
  public String type() {
    return "ModifyChimeMeetingAttendees";
  }

  @Override
  public String defaultTag() {
    return Participant.LEG_B;
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    String operation = parameters.requiredWord("Operation", List.of("Mute", "Unmute"), OPERATION);
    String meetingId = parameters.requiredText("MeetingId", MAX_ID, MEETING_ID);
    List<String> attendees = parameters.texts("AttendeeList", MOST_ATTENDEES, ATTENDEES);
    if (attendees.isEmpty() || attendees.stream().anyMatch(id -> id.length() > MAX_ID)) {
      throw parameters.wrong("AttendeeList", "a list of 1 to 100 attendee ids", ATTENDEES);
    }
    Participant meetingLeg =
        on.secondLeg()
            .orElseThrow(
                () ->
                    new InvalidActionException(NOT_BRIDGED, "The call has joined no meeting yet."));
    if (!meetingLeg.isMeeting()) {
      throw new InvalidActionException(
          NOT_IN_MEETING, "The second leg of the call is no meeting leg.");
    }
    return new MediaCommand.ModifyAttendees(
        meetingLeg.callId(), meetingId, operation.equals("Mute"), attendees);
  }
}
