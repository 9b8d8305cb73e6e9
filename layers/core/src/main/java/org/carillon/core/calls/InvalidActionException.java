package org.carillon.core.calls;

/** An action breaks a rule of its parameters; carries what the function is told. */
final class InvalidActionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ActionError error;

  /**
   * @param error what the function is told
   * @param detail which field breaks which rule, one plain sentence for the call's log
   */
  InvalidActionException(ActionError error, String detail) {
    super(detail, null, false, false);
    this.error = error;
  }

  ActionError error() {
    return error;
  }
}
