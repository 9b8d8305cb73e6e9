package org.carillon.core.calls;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The table of all actions of the function's contract (S4). */
public final class Actions {

  private static final List<Action> TABLE =
      List.of(
          new PlayAudioAction(),
          new SpeakAction(),
          new PauseAction(),
          new HangupAction(),
          new UnavailableAction("PlayAudioAndGetDigits"),
          new UnavailableAction("SpeakAndGetDigits"),
          new UnavailableAction("ReceiveDigits"),
          new UnavailableAction("SendDigits"),
          new UnavailableAction("RecordAudio"),
          new UnavailableAction("StartCallRecording"),
          new UnavailableAction("StopCallRecording"),
          new UnavailableAction("PauseCallRecording"),
          new UnavailableAction("ResumeCallRecording"),
          new UnavailableAction("CallAndBridge"),
          new UnavailableAction("JoinChimeMeeting"),
          new UnavailableAction("ModifyChimeMeetingAttendees"),
          new UnavailableAction("StartBotConversation"),
          new UnavailableAction("VoiceFocus"));

  private static final Map<String, Action> BY_TYPE =
      TABLE.stream().collect(Collectors.toUnmodifiableMap(Action::type, Function.identity()));

  private Actions() {}

  /** The actions that work, by {@code Type}, in the order of the table. */
  public static List<String> available() {
    return types(action -> !(action instanceof UnavailableAction));
  }

  /** The actions that are known and answered with ACTION_FAILED in this version. */
  public static List<String> unavailable() {
    return types(UnavailableAction.class::isInstance);
  }

  private static List<String> types(Predicate<Action> which) {
    return TABLE.stream().filter(which).map(Action::type).toList();
  }

  static Optional<Action> find(String type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }
}
