package org.carillon.core.calls;

/** {@code VoiceFocus}: takes noise out of what a leg says. */
final class VoiceFocusAction implements Action {

  private static final ActionError MISSING =
      ActionError.missingParameter("Missing a required action parameter.");

  @Override
  public String type() {
    return "VoiceFocus";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    boolean enable =
        parameters
            .flag("Enable", MISSING)
            .orElseThrow(() -> parameters.wrong("Enable", "there, true or false", MISSING));
    return new MediaCommand.VoiceFocus(on.leg(), enable);
  }
}
