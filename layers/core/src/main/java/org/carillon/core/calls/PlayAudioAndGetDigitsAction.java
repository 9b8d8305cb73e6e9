package org.carillon.core.calls;

import java.util.Optional;

/** {@code PlayAudioAndGetDigits}: plays a WAV object and collects digits. */
final class PlayAudioAndGetDigitsAction implements Action {

  @Override
  public String type() {
    return "PlayAudioAndGetDigits";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    MediaCommand.Prompt prompt =
        AudioSources.read(parameters, "AudioSource", on.leg(), ActionError.AUDIO_INVALID);
    MediaCommand.Prompt failure =
        AudioSources.read(parameters, "FailureAudioSource", on.leg(), ActionError.AUDIO_INVALID);
    return DigitParameters.read(parameters, prompt, Optional.of(failure));
  }
}
