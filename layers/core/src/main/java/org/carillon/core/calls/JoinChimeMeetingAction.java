package org.carillon.core.calls;

/** {@code JoinChimeMeeting}: joins a leg to a meeting (S7). Not for a call with a second leg. */
final class JoinChimeMeetingAction implements Action {

  private static final int MAX_TOKEN = 4096; // ours have 86 characters
  private static final int MAX_ID = 128;

  private static final ActionError JOIN_TOKEN =
      ActionError.invalidParameter("JoinToken parameter value is invalid.");
  private static final ActionError MEETING_ID = DigitParameters.invalid("MeetingId");

  @Override
  public String type() {
    return "JoinChimeMeeting";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    String token = parameters.requiredText("JoinToken", MAX_TOKEN, JOIN_TOKEN);
    var meeting = parameters.text("MeetingId", MEETING_ID);
    if (meeting.isPresent() && meeting.get().length() > MAX_ID) {
      throw parameters.wrong("MeetingId", "of at most " + MAX_ID + " characters", MEETING_ID);
    }
    on.requireOneLeg();
    return new MediaCommand.JoinMeeting(on.leg(), on.rules().callIds().get(), meeting, token);
  }
}
