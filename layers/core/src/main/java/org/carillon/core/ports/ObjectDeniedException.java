package org.carillon.core.ports;

/** An object, or its bucket, may not be read by this process. */
public final class ObjectDeniedException extends PortUnavailableException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was to be read and which permission the operator can give
   * @param cause the adapter's own error
   */
  public ObjectDeniedException(String message, Throwable cause) {
    super(message, cause);
  }
}
