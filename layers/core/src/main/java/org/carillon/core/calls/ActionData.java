package org.carillon.core.calls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ActionData} of the events of an action (protocol facts 1.3 and 1.5). */
final class ActionData {

  /**
   * The actions whose failures the service's own examples show in one field {@code Error}. It is
   * there beside the two fields of all others, as functions in the field read either.
   */
  private static final Set<String> WITH_ERROR = Set.of("JoinChimeMeeting", "StartCallRecording");

  private ActionData() {}

  /** The action as the function sent it. */
  static Map<String, Object> echo(CallAction action) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("Type", action.type());
    data.put("Parameters", action.parameters());
    return data;
  }

  static Map<String, Object> successful(CallAction action, ActionResult result) {
    Map<String, Object> data = echo(action);
    switch (result) {
      case ActionResult.None _ -> {
        if (action.type().equals("ReceiveDigits")) {
          data.put("ReceivedDigits", "");
        }
      }
      case ActionResult.Digits(String received) -> data.put("ReceivedDigits", received);
      case ActionResult.Recorded recorded -> {
        data.put(
            "RecordingDestination",
            ordered("Type", "S3", "BucketName", recorded.bucket(), "Key", recorded.key()));
        recorded
            .terminator()
            .ifPresent(key -> data.put("RecordingTerminatorUsed", String.valueOf(key)));
      }
      case ActionResult.CallRecording(String location) ->
          data.put("CallRecordingDestination", ordered("Type", "S3", "Location", location));
      case ActionResult.Bridged(Participant leg) -> data.put("CallId", leg.callId());
      case ActionResult.BotEnded(Map<String, Object> intentResult) -> {
        Object sessionId = intentResult.get("SessionId");
        if (sessionId != null) {
          data.put("CallId", sessionId);
        }
        data.put("IntentResult", intentResult);
      }
    }
    return data;
  }

  static Map<String, Object> failed(CallAction action, ActionError error) {
    Map<String, Object> data = echo(action);
    data.put("ErrorType", error.errorType());
    data.put("ErrorMessage", error.errorMessage());
    if (action.type().equals("ModifyChimeMeetingAttendees")) {
      data.put("ErrorList", List.copyOf(error.items()));
    }
    if (WITH_ERROR.contains(action.type())) {
      data.put("Error", error.errorType() + ": " + error.errorMessage());
    }
    return data;
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
