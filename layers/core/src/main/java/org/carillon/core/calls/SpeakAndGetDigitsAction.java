package org.carillon.core.calls;

import java.util.Optional;

/** {@code SpeakAndGetDigits}: says a text and collects digits. */
final class SpeakAndGetDigitsAction implements Action {

  private static final ActionError SPEECH =
      ActionError.missingParameter("SpeechParameters is a required parameter");
  private static final ActionError FAILURE_SPEECH =
      DigitParameters.invalid("FailureSpeechParameters");

  @Override
  public String type() {
    return "SpeakAndGetDigits";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    MediaCommand.Speak prompt =
        SpeechParameters.read(parameters.object("SpeechParameters", SPEECH), on.leg());
    Optional<ActionParameters> failure =
        parameters.optionalObject("FailureSpeechParameters", FAILURE_SPEECH);
    return DigitParameters.read(
        parameters,
        prompt,
        failure.isEmpty()
            ? Optional.empty()
            : Optional.of(SpeechParameters.read(failure.get(), prompt)));
  }
}
