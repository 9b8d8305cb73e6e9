package org.carillon.core.calls;

/** {@code PlayAudio}: plays a WAV object of the account's buckets. */
final class PlayAudioAction implements Action {

  private static final ActionError REPEAT =
      ActionError.invalidParameter("The Repeat parameter is invalid.");
  private static final ActionError TERMINATORS =
      ActionError.invalidParameter("The PlaybackTerminators parameter is invalid.");

  @Override
  public String type() {
    return "PlayAudio";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    MediaCommand.PlayAudio source =
        AudioSources.read(parameters, "AudioSource", on.leg(), ActionError.AUDIO_INVALID);
    int repeat = parameters.integer("Repeat", 1, Integer.MAX_VALUE, 1, REPEAT);
    String terminators = parameters.keys("PlaybackTerminators", TERMINATORS);
    return new MediaCommand.PlayAudio(on.leg(), source.bucket(), source.key(), repeat, terminators);
  }
}
