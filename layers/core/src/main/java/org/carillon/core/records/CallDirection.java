package org.carillon.core.records;

/** The {@code Direction} of a call, seen from the account. */
public enum CallDirection {
  INBOUND("Inbound"),
  OUTBOUND("Outbound");

  private final String wireName;

  CallDirection(String wireName) {
    this.wireName = wireName;
  }

  /** The word in records and events. */
  public String wireName() {
    return wireName;
  }
}
