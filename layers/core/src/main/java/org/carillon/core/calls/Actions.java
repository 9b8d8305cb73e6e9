package org.carillon.core.calls;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of all actions of the function's contract (S4). */
public final class Actions {

  private static final List<Action> TABLE =
      List.of(
          new PlayAudioAction(),
          new PlayAudioAndGetDigitsAction(),
          new SpeakAction(),
          new SpeakAndGetDigitsAction(),
          new ReceiveDigitsAction(),
          new SendDigitsAction(),
          new RecordAudioAction(),
          new StartCallRecordingAction(),
          new LegAction("StopCallRecording", MediaCommand.StopCallRecording::new),
          new LegAction("PauseCallRecording", MediaCommand.PauseCallRecording::new),
          new LegAction("ResumeCallRecording", MediaCommand.ResumeCallRecording::new),
          new CallAndBridgeAction(),
          new HangupAction(),
          new PauseAction(),
          new JoinChimeMeetingAction(),
          new ModifyChimeMeetingAttendeesAction(),
          new StartBotConversationAction(),
          new VoiceFocusAction());

  private static final Map<String, Action> BY_TYPE =
      TABLE.stream().collect(Collectors.toUnmodifiableMap(Action::type, Function.identity()));

  private Actions() {}

  /** The actions of the contract, by {@code Type}, in the order of the table. */
  public static List<String> types() {
    return TABLE.stream().map(Action::type).toList();
  }

  static Optional<Action> find(String type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }
}
