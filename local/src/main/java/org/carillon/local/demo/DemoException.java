package org.carillon.local.demo;

/** The demo did not come to its end. The message says what was missing. */
final class DemoException extends Exception {
  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }
}
