package org.carillon.core.calls;

/** An action breaks a rule of its parameters; carries what the function is told. */
final class InvalidActionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ActionError error;

  InvalidActionException(ActionError error) {
    super(error.errorMessage(), null, false, false);
    this.error = error;
  }

  ActionError error() {
    return error;
  }
}
