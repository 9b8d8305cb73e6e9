package org.carillon.core.records;

/** The {@code Status} of a call detail record. */
public enum CallStatus {
  /** Answered, and ended by one of its sides. */
  COMPLETED("Completed"),
  /** Anything else; the {@code StatusMessage} says what. */
  FAILED("Failed");

  private final String wireName;

  CallStatus(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the record. */
  public String wireName() {
    return wireName;
  }
}
