package org.carillon.local;

/** Carillon cannot start. The message says why and what to do; it is all the operator needs. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
