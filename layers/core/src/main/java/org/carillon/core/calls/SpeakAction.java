package org.carillon.core.calls;

/** {@code Speak}: says a text with a voice. */
final class SpeakAction implements Action {

  @Override
  public String type() {
    return "Speak";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    return SpeechParameters.read(parameters, on.leg());
  }
}
