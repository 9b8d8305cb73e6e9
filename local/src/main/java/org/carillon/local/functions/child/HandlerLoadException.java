package org.carillon.local.functions.child;

/** A handler cannot be found or has a form that Lambda does not know. */
final class HandlerLoadException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String errorType;

  HandlerLoadException(String errorType, String message) {
    super(message);
    this.errorType = errorType;
  }

  String errorType() {
    return errorType;
  }
}
