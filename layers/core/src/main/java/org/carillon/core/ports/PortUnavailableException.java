package org.carillon.core.ports;

/** What stands behind a port cannot be reached or refused for a reason of its own; try later. */
public class PortUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was tried and what the operator can do about it
   * @param cause the adapter's own error
   */
  public PortUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
