package org.carillon.embedded;

/**
 * The data directory cannot be used. The message says which file it is about and what the operator
 * can do.
 */
public final class DataDirectoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataDirectoryException(String message) {
    super(message);
  }

  DataDirectoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
