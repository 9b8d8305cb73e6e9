package org.carillon.local.cli;

/** A command cannot be done; the message says why and what to do. */
final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }
}
