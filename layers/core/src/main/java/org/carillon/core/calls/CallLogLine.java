package org.carillon.core.calls;

/**
 * One line for the log of a call. Carries no secret.
 *
 * @param level how bad it is
 * @param message what happened; the exact text of the service's own log where it has one (protocol
 *     facts 1.2)
 * @param advice what to do about it, may be empty
 */
public record CallLogLine(Level level, String message, String advice) {

  /** How bad it is. */
  public enum Level {
    INFO,
    WARN,
    ERROR
  }

  /** Message and advice as one line. */
  public String text() {
    return advice.isEmpty() ? message : message + " " + advice;
  }
}
